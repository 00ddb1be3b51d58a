"""Keep a list of the desk, as somebody has filtered it, under a name."""

from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from claims.models import SavedView
from claims.models.desk_work import LONGEST_VIEW_NAME, LONGEST_VIEW_QUERY

MOST_VIEWS = 100


class ViewRefused(Exception):
    """The view cannot be kept; the message says why. Nothing was changed."""


def save_view(name: str, *, path: str, query: str, owner: User, now: datetime) -> SavedView:
    """Keep the view; one of the same list under the same name gives way to it. Raises `ViewRefused`."""
    name, query = " ".join(name.split()), query.lstrip("?")
    if not name:
        raise ViewRefused(_("Give the view a name."))
    if len(name) > LONGEST_VIEW_NAME:
        raise ViewRefused(_("A name has at most %(most)s characters.") % {"most": LONGEST_VIEW_NAME})
    if not path.startswith("/admin/") or "//" in path or len(query) > LONGEST_VIEW_QUERY:
        raise ViewRefused(_("That is no list of the desk."))
    if owner.saved_views.exclude(path=path, name=name).count() >= MOST_VIEWS:
        raise ViewRefused(_("You have %(most)s views already: remove one first.") % {"most": MOST_VIEWS})
    return SavedView.objects.update_or_create(
        owner=owner, path=path, name=name, defaults={"query": query, "recorded_at": now}
    )[0]


def forget_view(view_id: int, *, owner: User) -> bool:
    """Forget a view of the owner's; whether there was one."""
    return bool(SavedView.objects.filter(pk=view_id, owner=owner).delete()[0])
