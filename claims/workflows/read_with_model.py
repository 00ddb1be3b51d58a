"""Let the optional reader read a stored announcement: what it finds beside the rules become further draft claims."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from claims.core.statements import ClaimKind
from claims.matching.index import index_claims
from claims.models import Announcement, Appearance, Claim, ModelRun, ModelTask
from claims.reading.drafts import DraftClaim
from claims.reading.languages import READ_LANGUAGES
from claims.reading.merging import merge
from claims.reading.reader_prompt import PROMPT_VERSION
from claims.sources.chat_completions import ChatModel
from claims.workflows.ask_reader import Asked, ask_reader
from claims.workflows.check_announcement import check_announcement
from claims.workflows.compare_relatives import compare_relatives
from claims.workflows.keep_drafts import DraftKeeper, name_readers
from claims.workflows.record_run import record_run


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the proposals; `dropped` counts by fault, `remarks` say what was not read and why.

    `asked` is False where this model had read the text before, or no reader knows its language.
    """

    asked: bool
    proposed: int = 0
    new_claims: int = 0
    doubled: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def read_with_model(announcement_id: int, model: ChatModel, *, now: datetime) -> Outcome:
    """Ask the model, then store the drafts that are new and name it at those that are known. They all stay drafts.

    Repeating it asks only where its server failed the last time, and stores nothing twice. A model that fails is told
    in `remarks`. Raises `Announcement.DoesNotExist`.
    """
    announcement = Announcement.objects.select_related("publisher").get(pk=announcement_id)
    if announcement.language not in READ_LANGUAGES or _runs(announcement, model).exists():
        return Outcome(asked=False)
    asked = ask_reader(
        model,
        announcement.text,
        title=announcement.title,
        language=announcement.language,
        publisher=announcement.publisher.name if announcement.publisher else "",
        published_on=announcement.published_on,
    )
    with transaction.atomic():
        # Two at once on one text: the second waits here, and then finds all that the first has stored.
        Announcement.objects.select_for_update(of=("self",)).get(pk=announcement_id)
        if _runs(announcement, model).exists():
            return Outcome(asked=False)
        new_claims, doubled = _keep(announcement, asked.drafts, now=now)
        _record(announcement, model, asked, kept=new_claims, doubled=doubled, now=now)
    return Outcome(
        asked=True,
        proposed=asked.proposed,
        new_claims=new_claims,
        doubled=doubled,
        dropped=dict(asked.dropped),
        remarks=asked.remarks,
    )


def _runs(announcement: Announcement, model: ChatModel) -> QuerySet[ModelRun]:
    """The runs in which this model, asked as today, read this text; failed ones are repeated."""
    return announcement.model_runs.filter(model=model.model, prompt_version=PROMPT_VERSION, failed=False)


def _keep(announcement: Announcement, drafts: tuple[DraftClaim, ...], *, now: datetime) -> tuple[int, int]:
    """Store the drafts; how many are new claims, and how many were known."""
    places = list(
        announcement.appearances.select_related("claim").prefetch_related("claim__quantities").order_by("start", "pk")
    )
    merged = merge([_as_draft(place) for place in places], drafts)
    for place, draft in zip(places, merged.claims, strict=True):
        name_readers(place.claim, draft.readers)
    keeper = DraftKeeper(announcement=announcement, now=now)
    for draft in merged.fresh:
        keeper.keep(draft)
    index_claims(Claim.objects.with_statement().filter(pk__in=keeper.new_claims).order_by("pk"))
    check_announcement(announcement.pk, now=now)
    compare_relatives(announcement.pk, now=now)
    return len(keeper.new_claims), merged.doubled + keeper.repeated


def _as_draft(place: Appearance) -> DraftClaim:
    """A stored claim at its place, as far as drafts are compared."""
    amounts = sorted(place.claim.quantities.all(), key=lambda amount: amount.pk)
    return DraftClaim(
        text=place.claim.text,
        quote=place.exact,
        start=place.start,
        end=place.end,
        kind=ClaimKind(place.claim.kind),
        quantity=amounts[0].to_core() if amounts else None,
        readers=tuple(place.claim.readers),
    )


def _record(
    announcement: Announcement, model: ChatModel, asked: Asked, *, kept: int, doubled: int, now: datetime
) -> None:
    record_run(
        model,
        asked.usage,
        prompt_version=PROMPT_VERSION,
        now=now,
        task=ModelTask.READING,
        announcement=announcement,
        proposed=asked.proposed,
        kept=kept,
        doubled=doubled,
        dropped=dict(asked.dropped),
        remarks=" ".join(asked.remarks),
        failed=asked.failed,
    )
