"""What readers fill in: an address, how they want to be told, for how long not, and why they follow something."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import Cadence, FollowKind, MailLanguage
from claims.models.follows import LONGEST_NOTE, LONGEST_SEARCH
from claims.topics import Topic

KIND_WORDS = {
    FollowKind.CLAIM: _("Claim"),
    FollowKind.SUBJECT: _("Subject"),
    FollowKind.ORGANISATION: _("Claimant or maker"),
    FollowKind.PUBLISHER: _("Publisher"),
    FollowKind.PAPER: _("Paper"),
    FollowKind.SEARCH: _("Saved search"),
    FollowKind.EVERYTHING: _("All claims"),
}
_CADENCES = [
    (Cadence.WEEKLY, _("every week")),
    (Cadence.DAILY, _("every day")),
    (Cadence.MONTHLY, _("on the first of each month")),
]
_WEEKDAYS = [
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")),
    (5, _("Saturday")), (6, _("Sunday")),
]  # fmt: skip
_HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
_AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zones() -> tuple[tuple[str, list[tuple[str, str]] | str], ...]:
    """The time zones that people live in, by area, as a list to choose from shows them; UTC first.

    Each by its name of today: `zone.tab` of the zone data leaves out the old ones, such as Asia/Calcutta.
    """
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    today = {line.split("\t")[2] for line in table.splitlines() if line and not line.startswith("#")}
    known = sorted(zone for zone in today & available_timezones() if zone.partition("/")[0] in _AREAS)
    by_area = groupby(known, key=lambda zone: zone.partition("/")[0])
    return (("UTC", "UTC"), *((area, _options(of_area)) for area, of_area in by_area))


def _options(zones: Iterable[str]) -> list[tuple[str, str]]:
    return [(zone, zone.partition("/")[2].replace("_", " ").replace("/", ", ")) for zone in zones]


class AddressForm(forms.Form):
    """An address to write to; whether it is one is judged where it is kept."""

    address = forms.CharField(
        max_length=254,
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )


class TopicForm(forms.Form):
    """What is to be followed, as forms and addresses carry it."""

    kind = forms.ChoiceField(choices=FollowKind.choices, widget=forms.HiddenInput)
    id = forms.IntegerField(required=False, min_value=0, max_value=2**31, widget=forms.HiddenInput)
    search = forms.CharField(required=False, max_length=LONGEST_SEARCH, widget=forms.HiddenInput)

    def topic(self) -> Topic | None:
        """What it names; None where that is nothing that can be followed."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        return Topic(kind=FollowKind(said["kind"]), id=said["id"] or 0, search=said["search"])


class WishesForm(forms.Form):
    """When, in what language, and whether by mail."""

    mail = forms.BooleanField(required=False, label=_("Send me digests by mail"))
    cadence = forms.ChoiceField(choices=_CADENCES, label=_("How often"))
    weekday = forms.TypedChoiceField(choices=_WEEKDAYS, coerce=int, label=_("Day, of weekly ones"))
    hour = forms.TypedChoiceField(choices=_HOURS, coerce=int, label=_("Hour"))
    time_zone = forms.ChoiceField(choices=zones, label=_("Time zone"))
    language = forms.ChoiceField(choices=MailLanguage.choices, label=_("Language of the mails"))

    def __init__(self, *args: Any, has_address: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_address:
            self.fields["mail"].disabled = True
            self.fields["mail"].help_text = _("Confirm an address first, below.")
        kept = self.initial.get("time_zone", "UTC")
        field = self.fields["time_zone"]
        if isinstance(field, forms.ChoiceField) and kept not in available_zone_names():
            # One that was chosen elsewhere stays as it is.
            field.choices = [(kept, kept), *zones()]


@cache
def available_zone_names() -> frozenset[str]:
    """The names among which the list lets people choose."""
    return frozenset({"UTC", *(zone for _area, of in zones() if isinstance(of, list) for zone, _name in of)})


class PauseForm(forms.Form):
    """Until when nothing is sent."""

    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class NoteForm(forms.Form):
    """Why something is followed."""

    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        label=_("Why do you follow this?"),
        help_text=_("For your eyes only; it comes back to you here."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
