"""Keep an address that a person gives, to be taken in."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db.models import F

from claims.models import Announcement, Lead, LeadOrigin, LeadState
from claims.models.leads import lead_key
from claims.reading.addresses import LONGEST_ADDRESS, canonical_address, site_of
from claims.sources.hacker_news import item_number, item_page
from claims.workflows.decide_lead import want_lead


class AddressRefused(ValueError):
    """What was given is no address that can be fetched; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The lead of the address, and whether it is new."""

    lead: Lead
    is_new: bool


def submit_address(address: str, *, user: User | None, now: datetime) -> Submitted:
    """Store a lead for an address, a Hacker News item's or "hn:8863" included, to be taken in at once.

    The same address in any of its forms gives the same lead, whoever brought it first; one that had failed, was
    dismissed or waited for an editor is due again. Raises `AddressRefused`.
    """
    url = address_to_keep(address)
    # The one that led to an announcement, where several did.
    known = Lead.objects.filter(url=url).order_by(F("announcement").asc(nulls_last=True), "pk").first()
    if known:
        want_lead(known.pk, now=now)
        known.refresh_from_db()
        return Submitted(lead=known, is_new=False)
    announcement = Announcement.objects.filter(url=url).first()
    number = item_number(url)
    lead, is_new = Lead.objects.get_or_create(
        origin=LeadOrigin.HACKER_NEWS if number else LeadOrigin.PERSON,
        feed=None,
        key=lead_key(str(number) if number else url),
        defaults={
            "url": url,
            "submitted_by": user,
            "found_at": now,
            "state": LeadState.KNOWN if announcement else LeadState.WAITING,
            "announcement": announcement,
            "due_at": None if announcement else now,
        },
    )
    return Submitted(lead=lead, is_new=is_new)


def address_to_keep(address: str) -> str:
    """The address by which we know what a person gave. Raises `AddressRefused`."""
    address = address.strip()
    number = item_number(address)
    if number:
        return item_page(number)
    refuse_address(address)
    return canonical_address(address)


def refuse_address(address: str) -> None:
    """Raises `AddressRefused` for what cannot be fetched or should not be kept. Fetching asks where it points."""
    if not site_of(address):
        raise AddressRefused(f"{address} is not an address to fetch: it must begin with http:// or https://.")
    if "@" in urlsplit(address).netloc:
        raise AddressRefused(f"{address} carries a name or a password; it was not stored.")
    if len(address.encode("utf-8", "replace")) >= LONGEST_ADDRESS:
        raise AddressRefused(f"The address is too long (over {LONGEST_ADDRESS} bytes); it was not stored.")
    if not address.isprintable() or " " in address:
        raise AddressRefused(f"{address!r} has characters that no address has; it was not stored.")
