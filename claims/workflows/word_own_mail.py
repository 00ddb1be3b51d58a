"""Put a mail about somebody's own matters into words, when it is about to be sent."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import FollowKind, OwnMail, OwnMailKind, Subscriber, SubscriberState
from claims.notices_by_mail import notice
from claims.reader_links import LASTS, READER, link, sign
from claims.topics import Topic
from claims.workflows.change_address import address_token
from claims.workflows.confirm_subscription import confirmation_token
from claims.workflows.follow import FollowRefused, unsaved_follow
from claims.workflows.list_follows import name_of
from claims.workflows.make_account import account_token
from claims.workflows.subscribe import subscriber_at

_LISTED = 20


class NothingToSend(Exception):
    """Since the mail was asked for, its reason went, or we do not write to that address."""


def word_own_mail(mail: OwnMail, *, now: datetime) -> EmailMultiAlternatives:
    """The mail in its language, with links that are good from now on. Raises `NothingToSend`."""
    known = subscriber_at(mail.address)
    if known and known.state == SubscriberState.SUPPRESSED and mail.kind not in _ABOUT_ACCOUNTS:
        raise NothingToSend("The address is suppressed.")
    with translation.override(mail.language):
        return _WRITERS[OwnMailKind(mail.kind)](mail, now)


def _confirm(mail: OwnMail, now: datetime) -> EmailMultiAlternatives:
    subscriber, topic = _reader(mail), _topic(mail)
    token = confirmation_token(subscriber, topic, language=mail.language, now=now)
    if topic is None:
        subject = _("Confirm that you want mail from Claim Tracker")
        wanted = _("Somebody, we hope you, asked that Claim Tracker writes to this address.")
    else:
        name = _name(topic)
        subject = _("Confirm that you want to follow “%(name)s”") % {"name": _short(name)}
        wanted = _("Somebody, we hope you, asked Claim Tracker to tell this address what becomes of “%(name)s”.") % {
            "name": name
        }
    return _written(
        mail,
        subject=subject,
        paragraphs=(
            wanted,
            _("You will get one digest a week, and only when something changed. You can change that at any time."),
            _(
                "The link is good for %(days)s days. If it was not you, do nothing: we will not write again, and "
                "forget the address unless it is subscribed already."
            )
            % {"days": LASTS.days},
        ),
        action=(_("Yes, I want this"), link("confirm", token)),
    )


def _confirm_address(mail: OwnMail, now: datetime) -> EmailMultiAlternatives:
    subscriber = _reader(mail)
    if subscriber.new_email != mail.address:
        raise NothingToSend("Another address was wished for since.")
    return _written(
        mail,
        subject=_("Confirm your new address"),
        paragraphs=(
            _("Somebody, we hope you, asked Claim Tracker to write to this address from now on."),
            _("The link is good for %(days)s days. If it was not you, do nothing.") % {"days": LASTS.days},
        ),
        action=(
            _("Use this address"),
            link("confirm_address", address_token(subscriber, mail.address, now=now)),
        ),
    )


def _address_changed(mail: OwnMail, now: datetime) -> EmailMultiAlternatives:
    return _written(
        mail,
        subject=_("Claim Tracker writes to another address now"),
        paragraphs=(
            _("As you asked, what you follow is told to %(new)s from now on, and no longer to this address.")
            % {"new": str(mail.said.get("new", ""))},
            _("If it was not you, answer this mail or write to whoever runs the site."),
        ),
    )


def _stale_follows(mail: OwnMail, now: datetime) -> EmailMultiAlternatives:
    subscriber = _reader(mail)
    wanted = mail.said.get("follows", [])
    rows = subscriber.follows.filter(pk__in=wanted).select_related("claim", "subject", "organisation", "paper")
    names = [f"• {name_of(row).name}" for row in rows.order_by("pk")]
    if not names:
        raise NothingToSend("None of them is followed any more.")
    more = len(names) - _LISTED
    listed = names[:_LISTED] + ([_("and %(more)s more") % {"more": more}] if more > 0 else [])
    return _written(
        mail,
        subject=ngettext(
            "Do you still want to follow this?", "Do you still want to follow these %(count)s things?", len(names)
        )
        % {"count": len(names)},
        paragraphs=(
            _("You have followed this for half a year or more and not touched it since:"),
            "\n".join(listed),
            _("Keep all of it by one click, or stop what you do not want any more. If you do nothing, all goes on."),
        ),
        action=(_("Keep or stop"), link("preferences", sign(READER, subscriber.pk, subscriber.key))),
    )


def _sign_up(mail: OwnMail, now: datetime) -> EmailMultiAlternatives:
    account = User.objects.filter(email__iexact=mail.address, is_active=True).first()
    if account:
        return _written(
            mail,
            subject=_("You have an account at Claim Tracker"),
            paragraphs=(
                _("Somebody, we hope you, wanted to make an account with this address. There is one: %(name)s.")
                % {"name": account.get_username()},
                _("Sign in with its password, or choose a new one. If it was not you, do nothing."),
            ),
            action=(_("Choose a new password"), _password_link(account)),
        )
    return _written(
        mail,
        subject=_("Make your account at Claim Tracker"),
        paragraphs=(
            _("Somebody, we hope you, wants to make an account with this address."),
            _("The link is good for %(days)s days. If it was not you, do nothing: there is no account yet.")
            % {"days": LASTS.days},
        ),
        action=(_("Choose a name and a password"), link("sign_up_confirmed", account_token(mail.address, now=now))),
    )


def _password(mail: OwnMail, now: datetime) -> EmailMultiAlternatives:
    accounts = User.objects.filter(email__iexact=mail.address, is_active=True).order_by("-last_login", "pk")
    account = next((one for one in accounts if one.has_usable_password()), None)
    if account is None:
        raise NothingToSend("No account has this address.")
    return _written(
        mail,
        subject=_("Choose a new password"),
        paragraphs=(
            _("Somebody, we hope you, wants a new password for the account %(name)s.")
            % {"name": account.get_username()},
            _("The link works once. If it was not you, do nothing: the password stays as it is."),
        ),
        action=(_("Choose a new password"), _password_link(account)),
    )


def _password_link(user: User) -> str:
    return link("password_new", urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user))


def _written(
    mail: OwnMail, *, subject: str, paragraphs: tuple[str, ...], action: tuple[str, str] | None = None
) -> EmailMultiAlternatives:
    # The page that it leads to speaks the language of the mail.
    in_words = (action[0], f"{action[1]}?lang={mail.language}") if action else None
    return notice(to=mail.address, language=mail.language, subject=subject, paragraphs=paragraphs, action=in_words)


def _reader(mail: OwnMail) -> Subscriber:
    if mail.subscriber is None:
        raise NothingToSend("There is no reader any more.")
    return mail.subscriber


def _topic(mail: OwnMail) -> Topic | None:
    if not mail.said:
        return None
    return Topic(kind=FollowKind(mail.said["kind"]), id=mail.said["id"], search=mail.said["search"])


def _name(topic: Topic) -> str:
    """What the mail calls it. The words of a search are whatever anybody typed, and go to people who did not ask."""
    if topic.kind is FollowKind.SEARCH:
        return _("a saved search")
    try:
        return name_of(unsaved_follow(topic)).name
    except FollowRefused as gone:
        raise NothingToSend(str(gone)) from gone


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:59].rstrip()}…"


_ABOUT_ACCOUNTS = (OwnMailKind.PASSWORD, OwnMailKind.ADDRESS_CHANGED)
_WRITERS: dict[OwnMailKind, Callable[[OwnMail, datetime], EmailMultiAlternatives]] = {
    OwnMailKind.CONFIRM: _confirm,
    OwnMailKind.CONFIRM_ADDRESS: _confirm_address,
    OwnMailKind.ADDRESS_CHANGED: _address_changed,
    OwnMailKind.STALE_FOLLOWS: _stale_follows,
    OwnMailKind.SIGN_UP: _sign_up,
    OwnMailKind.PASSWORD: _password,
}
