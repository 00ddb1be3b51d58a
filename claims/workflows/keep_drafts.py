"""Store the draft claims of one announcement, each with its quantity, its place and its first visit."""

from collections.abc import Iterable
from datetime import datetime

from claims.core.statements import Attribution
from claims.core.truth import TruthKey, truth_key
from claims.models import Announcement, Appearance, Claim, Organisation, Quantity, VisitSchedule, Workflow
from claims.reading.drafts import DraftClaim
from claims.reading.languages import language_of_part
from claims.reading.times import may_be_one_time
from claims.workflows.name_subject import subject_named

# Characters kept on either side of a quote, so that it can be found again when the text around it moves.
CONTEXT = 64


class DraftKeeper:
    """Stores the drafts of one announcement; the same claim said again becomes another appearance of one claim."""

    def __init__(self, *, announcement: Announcement, now: datetime) -> None:
        self._announcement = announcement
        self._now = now
        self._known = self._claims_known()
        self.new_claims: list[int] = []
        self.repeated = 0

    def _claims_known(self) -> dict[TruthKey, list[Claim]]:
        """Claims of this text and of the one that it translates, by their truth conditions: they are not made again."""
        texts = [pk for pk in (self._announcement.translation_of_id, self._announcement.pk) if pk]
        stored = Claim.objects.with_statement().filter(appearances__announcement__in=texts).order_by("-pk").distinct()
        known: dict[TruthKey, list[Claim]] = {}
        for claim in stored.exclude(workflow=Workflow.MERGED):
            said = claim.to_core()
            key = truth_key(said.subject, said.quantity)
            if key:
                known.setdefault(key, []).insert(0, claim)
        return known

    def keep(self, draft: DraftClaim) -> None:
        """Store one draft with its quantity, its place and its first visit."""
        claim = self._new_claim(draft)
        key = truth_key(claim.subject.name if claim.subject else "", draft.quantity)
        alike = self._known.setdefault(key, []) if key else []
        known = next((other for other in alike if may_be_one_time(draft.text, other.text)), None)
        if known is None:
            claim.save()
            self._complete(claim, draft)
            self.new_claims.append(claim.pk)
            alike.append(claim)
        else:
            self.repeated += 1
            name_readers(known, draft.readers)
        self._place(known or claim, draft, repeated=known is not None)

    def make(self, draft: DraftClaim) -> Claim:
        """Store a draft as a claim of its own, whatever is known: a person says that it is one."""
        claim = self._new_claim(draft)
        claim.save()
        self._complete(claim, draft)
        self._place(claim, draft, repeated=False)
        self.new_claims.append(claim.pk)
        return claim

    def _new_claim(self, draft: DraftClaim) -> Claim:
        subject = subject_named(draft.subject, maker=draft.subject_maker, kind=draft.subject_kind)
        publisher: Organisation | None = self._announcement.publisher
        maker = subject.maker if subject else None
        return Claim(
            subject=subject,
            claimant=publisher if draft.attribution is Attribution.SELF else maker or publisher,
            text=draft.text,
            language=language_of_part(draft.text, within=self._announcement.language),
            kind=draft.kind,
            attribution=draft.attribution,
            hedged=draft.hedged,
            denied=draft.denied,
            score=draft.score,
            reading_reasons=list(draft.reasons),
            readers=list(draft.readers),
            claimed_on=self._announcement.published_on,
            recorded_at=self._now,
        )

    def _complete(self, claim: Claim, draft: DraftClaim) -> None:
        if draft.quantity:
            amount = draft.quantity
            Quantity.objects.create(
                claim=claim,
                metric=amount.metric,
                relation=amount.relation,
                comparator=amount.comparator,
                value=amount.value,
                low=amount.low,
                high=amount.high,
                unit=amount.unit,
                scope=amount.scope,
                baseline=amount.baseline,
                raw=amount.raw,
            )
        VisitSchedule.objects.create(claim=claim, due_at=self._now)

    def _place(self, claim: Claim, draft: DraftClaim, *, repeated: bool) -> None:
        text = self._announcement.text
        Appearance.objects.get_or_create(
            claim=claim,
            announcement=self._announcement,
            start=draft.start,
            end=draft.end,
            defaults={
                "exact": draft.quote,
                "prefix": text[max(0, draft.start - CONTEXT) : draft.start],
                "suffix": text[draft.end : draft.end + CONTEXT],
                "repeated": repeated,
            },
        )


def name_readers(claim: Claim, readers: Iterable[str]) -> None:
    """Add to a stored claim the readers that found it too. Repeating it changes nothing."""
    named = list(dict.fromkeys((*claim.readers, *readers)))
    if named != claim.readers:
        claim.readers = named
        claim.save(update_fields=["readers"])
