"""Follow a thing, and stop following it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim, Follow, MergedSubject, Organisation, Paper, Subject, Subscriber
from claims.models.follows import LONGEST_NOTE, TARGETS, FollowKind
from claims.searches import UnknownChoice, read_spelt, spelt
from claims.topics import Topic, topic_of
from claims.workflows.gather_appearances import successor_of
from claims.workflows.seal_events import last_position

# More than a person reads of; it keeps what one reader costs within bounds.
MOST_FOLLOWS = 1000


class FollowRefused(ValueError):
    """It cannot be followed; the message says why and what can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The follow, and whether it is new."""

    follow: Follow
    created: bool


def follow(subscriber: Subscriber, topic: Topic, *, note: str = "", now: datetime) -> Followed:
    """Have a subscriber told of what happens under a topic from now on.

    A merged claim, paper or subject stands for its successor. Repeating it changes nothing, but for a `note` that is
    given. Raises `FollowRefused` for what is not there, a search that cannot be read, or more than `MOST_FOLLOWS`.
    """
    if len(note) > LONGEST_NOTE:
        raise FollowRefused(_("A note has at most %(most)s characters.") % {"most": LONGEST_NOTE})
    target = _target(topic)
    with transaction.atomic():
        Subscriber.objects.select_for_update().get(pk=subscriber.pk)
        if subscriber.follows.count() >= MOST_FOLLOWS and not subscriber.follows.filter(**target).exists():
            raise FollowRefused(
                _("At most %(most)s things can be followed. Stop following some first.") % {"most": MOST_FOLLOWS}
            )
        beginning = {"note": note, "since": last_position(), "recorded_at": now, "renewed_at": now}
        row, created = Follow.objects.get_or_create(subscriber=subscriber, **target, defaults=beginning)
        if not created and note and note != row.note:
            row.note = note
            row.save(update_fields=["note"])
    return Followed(follow=row, created=created)


def unsaved_follow(topic: Topic) -> Follow:
    """A follow of the topic by nobody, to be shown before it is followed. Raises `FollowRefused`."""
    return Follow(**_target(topic))


def unfollow(subscriber: Subscriber, number: int) -> bool:
    """Stop following; whether there was such a follow of the subscriber's. Repeating it returns False."""
    return bool(Follow.objects.filter(subscriber=subscriber, pk=number).delete()[0])


def follow_of(subscriber: Subscriber, topic: Topic) -> Follow | None:
    """The follow of exactly this topic, if there is one."""
    same = (row for row in subscriber.follows.filter(kind=topic.kind) if topic_of(row) == topic)
    return next(same, None)


def _target(topic: Topic) -> dict[str, object]:
    """The fields of a follow of the topic, as they are looked up and stored."""
    if topic.kind is FollowKind.SEARCH:
        return {"kind": topic.kind.value, "search": _search(topic.search)}
    if topic.kind is FollowKind.EVERYTHING:
        return {"kind": topic.kind.value}
    try:
        return {"kind": topic.kind.value, f"{TARGETS[topic.kind]}_id": _number(topic)}
    except (Claim.DoesNotExist, Paper.DoesNotExist, Subject.DoesNotExist, Organisation.DoesNotExist) as missing:
        raise FollowRefused(
            _("There is no %(kind)s %(number)s to follow.") % {"kind": topic.kind.label, "number": topic.id}
        ) from missing


def _number(topic: Topic) -> int:
    match topic.kind:
        case FollowKind.CLAIM:
            return successor_of(Claim.objects.get(pk=topic.id)).pk
        case FollowKind.PAPER:
            paper = Paper.objects.get(pk=topic.id)
            return paper.merged_into_id or paper.pk
        case FollowKind.SUBJECT:
            merged = MergedSubject.objects.filter(pk=topic.id).values_list("successor", flat=True).first()
            return merged or Subject.objects.get(pk=topic.id).pk
        case _:
            return Organisation.objects.get(pk=topic.id).pk


def _search(search: str) -> str:
    try:
        spelling = spelt(read_spelt(search))
    except UnknownChoice as unknown:
        raise FollowRefused(str(unknown)) from unknown
    if not spelling:
        raise FollowRefused(_("The search is empty. To hear of all claims, follow everything."))
    return spelling
