"""Make an account for somebody who has shown that an address is theirs, where the site lets people do that."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from claims.models import MailLanguage, OwnMailKind, Subscriber, SubscriberState
from claims.reader_links import LASTS, LinkRefused
from claims.workflows.confirm_subscription import begin
from claims.workflows.make_roles import Role, make_roles
from claims.workflows.subscribe import subscriber_at
from claims.workflows.subscribe_account import subscribe_account
from claims.workflows.want_mail import address_to_keep, refuse_whoever_is_in_a_hurry, want_mail

_SALT = "claims.make_account"


class SignUpClosed(Exception):
    """The site makes no accounts for strangers (SIGN_UP)."""


class NameTaken(ValueError):
    """Another account has that name."""


def ask_for_account(written: str, *, language: MailLanguage, caller: str, now: datetime) -> str:
    """Have a mail sent to an address, with a link that makes an account; the address.

    The answer is the same where there is an account with it: its owner is told so by mail. Repeating it sends another
    mail. Raises `SignUpClosed`, `AddressRefused` and `AskedTooOften`.
    """
    if not settings.SIGN_UP:
        raise SignUpClosed
    address = address_to_keep(written)
    refuse_whoever_is_in_a_hurry(caller, now=now)
    want_mail(OwnMailKind.SIGN_UP, address, language=language, now=now)
    return address


def ask_for_password(written: str, *, language: MailLanguage, caller: str, now: datetime) -> str:
    """Have a mail sent to an address, with a link that sets a new password; the address.

    The answer is the same where no account has it: then there is no mail. Raises `AddressRefused` and
    `AskedTooOften`.
    """
    address = address_to_keep(written)
    refuse_whoever_is_in_a_hurry(caller, now=now)
    want_mail(OwnMailKind.PASSWORD, address, language=language, now=now)
    return address


def account_token(address: str, *, now: datetime) -> str:
    """What stands in the link that makes an account. It is good for `LASTS`."""
    return signing.dumps([address, int((now + LASTS).timestamp())], salt=_SALT)


def address_of_account(token: str, *, now: datetime) -> str:
    """The address of such a link; nothing is done. Raises `LinkRefused`, also where it was used."""
    try:
        address, until = signing.loads(token, salt=_SALT)
    except signing.BadSignature as bad:
        raise LinkRefused(_("This link is not valid. Use the one in the newest mail.")) from bad
    if now.timestamp() >= until:
        raise LinkRefused(_("This link is not valid any more. Ask for another one."))
    if User.objects.filter(email__iexact=address).exists():
        raise LinkRefused(_("There is an account with this address already. Sign in with its name and password."))
    return str(address)


def make_account(token: str, *, name: str, password: str, language: MailLanguage, now: datetime) -> User:
    """Make the account of a link, in the role of a reader; what was followed with its address is its own from now on.

    Repeating it is refused. Raises `SignUpClosed`, `LinkRefused` and `NameTaken`. The password is not judged here.
    """
    if not settings.SIGN_UP:
        raise SignUpClosed
    make_roles_once()
    try:
        with transaction.atomic():
            address = address_of_account(token, now=now)
            if User.objects.filter(username__iexact=name).exists():
                raise NameTaken(_("Another account has this name."))
            user = User.objects.create_user(name, address, password)
            user.groups.add(Group.objects.get(name=Role.READER))
            _tie(user, address, language=language, now=now)
    except IntegrityError as taken:
        raise NameTaken(_("Another account has this name.")) from taken
    return user


def make_roles_once() -> None:
    """Have the roles where nobody made them yet; those that are there stay as they are."""
    if not Group.objects.filter(name=Role.READER).exists():
        make_roles()


def _tie(user: User, address: str, *, language: MailLanguage, now: datetime) -> None:
    """The reader with that address is the account's; one who stopped mail stays so."""
    known = subscriber_at(address)
    if known and known.user_id:
        # The address went to another account, which said so by a link of its own.
        return
    row = known or subscribe_account(user, language=language, now=now)
    row = Subscriber.objects.select_for_update().get(pk=row.pk)
    row.user, row.email = user, address
    if not known or row.state == SubscriberState.PENDING:
        begin(row, now=now)
    row.save()
