"""`manage.py coverage`: what is watched and how well, on one screen; the page of that name tells more."""

from datetime import datetime

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.coverage import SOURCE_NAMES, Coverage, SourceCoverage, coverage
from claims.models import Feed, Harvest


class Command(BaseCommand):
    help = "Say which sources are watched, when they last answered, where they fail, and how far the harvests are."

    def handle(self, **options: object) -> None:
        read = coverage(settings.SOURCES, now=timezone.now())
        for line in (*_claims(read), *map(_source, read.sources), *_harvests(read), *_feeds(read), *_unwatched(read)):
            self.stdout.write(line)


def _claims(read: Coverage) -> tuple[str, ...]:
    claims, waiting = read.claims, read.waiting
    looked = f"looked at in 7/30/90 days: {claims.in_week}/{claims.in_month}/{claims.in_quarter}"
    since = f", the first since {_told(waiting.since)}" if waiting.since else ""
    return (
        f"{claims.watched} claims watched, {looked}, {claims.late} overdue",
        f"{waiting.papers} papers wait to be matched{since}",
    )


def _source(one: SourceCoverage) -> str:
    if one.failing_since:
        state = f"failing since {_told(one.failing_since)}: {one.reason}"
    else:
        state = f"last answer {_told(one.last_answer)}" if one.last_answer else "not asked yet"
    parts = [state, f"{one.failures_in_week} of {one.requests_in_week} requests failed in 7 days"]
    if one.closed_until:
        parts.append(f"left alone until {_told(one.closed_until)}, because {one.closed_because}")
    if one.whole_up_to:
        parts.append(f"whole up to {_told(one.whole_up_to)}")
    if one.cost_in_month:
        parts.append(f"${one.cost_in_day:.4f} in 24 hours, ${one.cost_in_month:.4f} in 30 days")
    if one.next_look:
        parts.append(f"next {_told(one.next_look)}")
    return f"{SOURCE_NAMES[one.source]}: {'; '.join(parts)}"


def _harvests(read: Coverage) -> tuple[str, ...]:
    """In one line, with those that fail by name; `manage.py harvest --list` tells each."""
    return _summed("harvests", read.harvests)


def _feeds(read: Coverage) -> tuple[str, ...]:
    return _summed("feeds", read.feeds)


def _summed(what: str, rows: tuple[Harvest, ...] | tuple[Feed, ...]) -> tuple[str, ...]:
    failing = [str(row) for row in rows if row.failing_since]
    told = f", failing: {', '.join(failing[:10])}" if failing else ", none failing"
    return (f"{len(rows)} {what}{told}",) if rows else ()


def _unwatched(read: Coverage) -> tuple[str, ...]:
    return (f"Not watched: {', '.join(SOURCE_NAMES[one] for one in read.unwatched)}",) if read.unwatched else ()


def _told(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}"
