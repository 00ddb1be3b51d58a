"""Make the roles that people and programs are given: groups with what each may do."""

from collections.abc import Callable
from enum import StrEnum

from django.contrib.auth.models import Group, Permission
from django.db import transaction

APP = "claims"


class Role(StrEnum):
    """From looking on to everything; a bot brings in what it reads and decides nothing."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"
    BOT = "bot"


# What is done with many rows at once is shown to those who may do such things.
_OVER_MANY = ("bulkrun", "bulkrow")


def _reads(permission: Permission) -> bool:
    shown = permission.codename.startswith("view_") and permission.content_type.model not in _OVER_MANY
    return _of_ours(permission) and shown


# Who reads what, and at which address, is nobody's business but theirs, and of whoever runs the site.
_ABOUT_READERS = (
    "subscriber", "follow", "ownmail", "delivery", "webhookendpoint", "webhookdelivery", "webhookattempt",
)  # fmt: skip


def _of_ours(permission: Permission) -> bool:
    kind = permission.content_type
    return kind.app_label == APP and kind.model not in _ABOUT_READERS


def _named(*codenames: str) -> Callable[[Permission], bool]:
    return lambda permission: _reads(permission) or (_of_ours(permission) and permission.codename in codenames)


# What people who help bring in: addresses and texts, words of papers, what a claim is to be called, and their comments.
_BRINGS = ("add_lead", "add_evidence", "add_claimcomment", "propose_ruling")

# What cannot be taken back and goes to thousands.
_FOR_ADMINS = ("cancel_digestissue", "send_again_delivery")


def _edits(permission: Permission) -> bool:
    return _of_ours(permission) and permission.codename not in _FOR_ADMINS


# Each holds what the one before it holds, but for the bot.
HOLDS: dict[Role, Callable[[Permission], bool]] = {
    Role.READER: _reads,
    Role.CONTRIBUTOR: _named(*_BRINGS),
    Role.REVIEWER: _named(*_BRINGS, "review_evidence", "view_bulkrun"),
    Role.EDITOR: _edits,
    Role.ADMIN: lambda permission: True,
    Role.BOT: _named("add_lead", "add_evidence", "add_announcement", "add_paper", "add_paperversion"),
}


def make_roles() -> None:
    """Make a group for each role with exactly what it may do.

    Repeating it changes nothing, but for taking back what was changed in these groups by hand. Raises nothing.
    """
    with transaction.atomic():
        permissions = list(Permission.objects.select_related("content_type").order_by("pk"))
        for role, holds in HOLDS.items():
            group, _ = Group.objects.get_or_create(name=role.value)
            group.permissions.set([permission for permission in permissions if holds(permission)])
