"""Enter by hand what a publisher says of a paper: that it was corrected, doubted, retracted, or that this is lifted."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.core.papers import Standing
from claims.models import Paper
from claims.reach import Reach, reach_of
from claims.workflows.note_standing import Told, note_standing
from claims.workflows.reopen_claims import reopen_claims


class NoticeRefused(Exception):
    """The notice cannot be taken; the message says what is expected. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Whether the notice was new, how the paper stands now, what it reaches, and the claims whose status moved."""

    is_new: bool
    standing: Standing
    reach: Reach
    moved: tuple[int, ...]


def correct_paper(paper_id: int, told: Told, *, actor: User | None, now: datetime) -> Outcome:
    """Append the notice and draw the verdicts that rest on the paper anew, each in a transaction of its own.

    Repeating it changes nothing. Raises `Paper.DoesNotExist` and `NoticeRefused`.
    """
    paper = Paper.objects.get(pk=paper_id)
    refuse_nonsense(paper, told, now=now)
    is_new = note_standing(paper_id, told, actor=actor, now=now)
    moved = reopen_claims([paper_id], now=now) if is_new else ()
    paper.refresh_from_db()
    return Outcome(is_new=is_new, standing=Standing(paper.standing), reach=reach_of(paper_id), moved=moved)


def refuse_nonsense(paper: Paper, told: Told, *, now: datetime) -> None:
    """Raise `NoticeRefused` for a notice that cannot be about this paper or cannot be looked up."""
    if not told.source_url.startswith(("https://", "http://")):
        raise NoticeRefused(
            _("“%(url)s” is no address. Give the page that says so, with https://.") % {"url": told.source_url}
        )
    if told.issued_on > timezone.localdate(now):
        raise NoticeRefused(_("%(day)s is in the future. Give the day on which it was said.") % {"day": told.issued_on})
    if paper.published_on and told.issued_on < paper.published_on:
        raise NoticeRefused(
            _("%(day)s is before the paper was out, on %(published)s. Give the day on which it was said.")
            % {"day": told.issued_on, "published": paper.published_on}
        )
    if told.standing is Standing.CURRENT and not paper.notices.exists():
        raise NoticeRefused(_("Nothing was said against this paper, so nothing can be taken back."))
