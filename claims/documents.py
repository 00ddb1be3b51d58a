"""Announcements and papers with all that their pages show, in a fixed number of queries whatever the number of rows."""

from django.db.models import Count, Prefetch, Q

from claims.models import Announcement, Appearance, Evidence, OwnArithmetic, Paper, SourceLink, Workflow
from claims.models.days import by_day
from claims.past import Past, set_back
from claims.queries import PAGE_SIZE


def announcement_listing(*, page: int) -> tuple[tuple[Announcement, ...], int]:
    """Page `page` of the announcements, the newest first, with `claim_count`; and the number of pages."""
    total = Announcement.objects.count()
    newest = Announcement.objects.order_by(by_day("published_on").desc(), "-id").values_list("id", flat=True)
    # A merged claim and its successor both have the place: it is one claim to a reader.
    shown = ~Q(appearances__claim__workflow__in=(Workflow.DISMISSED, Workflow.MERGED))
    rows = (
        Announcement.objects.filter(pk__in=list(newest[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]))
        .select_related("publisher", "translation_of", "syndicated_from")
        .annotate(claim_count=Count("appearances__claim", distinct=True, filter=shown))
        .defer("text")
        .order_by(by_day("published_on").desc(), "-id")
    )
    return tuple(rows), max(1, -(-total // PAGE_SIZE))


def announcement_with_claims(number: int, *, past: Past | None = None) -> Announcement:
    """An announcement with its appearances in text order, its links and its translations. Raises `DoesNotExist`.

    With `past` its claims show their status of that day.
    """
    appearances = Appearance.objects.select_related("claim").order_by("start", "end", "id")
    links = SourceLink.objects.select_related("paper").order_by("start", "id")
    announcement = (
        Announcement.objects.select_related("publisher", "translation_of", "syndicated_from")
        .prefetch_related(
            Prefetch("appearances", appearances),
            Prefetch("source_links", links),
            Prefetch("own_arithmetic", OwnArithmetic.objects.current().prefetch_related("claims")),
            "translations",
            "copies",
        )
        .get(pk=number)
    )
    if past:
        set_back([seen.claim for seen in announcement.appearances.all()], past)
    return announcement


def paper_with_evidence(number: int) -> tuple[Paper, tuple[Evidence, ...]]:
    """A paper with its versions and ids, and the evidence it gives. Raises `Paper.DoesNotExist`."""
    parts = ("identifiers", "versions__passages", "linked_from__announcement", "notices")
    paper = Paper.objects.prefetch_related(*parts).get(pk=number)
    evidence = (
        Evidence.objects.standing()
        .filter(paper_version__paper=paper)
        .select_related("claim", "paper_version")
        .order_by("claim_id", "id")
    )
    return paper, tuple(evidence)
