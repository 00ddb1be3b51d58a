"""What is replayed of a past day is what was recorded on it, over whatever jobs and people did."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.core.papers import PaperRecord, Standing
from claims.judging.as_of import By
from claims.judging.findings import Certainty, Status
from claims.judging.policy import Policy
from claims.models import Claim, Evidence, EvidenceState, Paper, ReviewAct, RulingAct
from claims.past import Past, replayed, verdicts_then
from claims.workflows.import_papers import import_papers
from claims.workflows.lift_ruling import lift_ruling
from claims.workflows.match_papers import match_papers
from claims.workflows.note_standing import Told, note_standing
from claims.workflows.reopen_claims import reopen_claims
from claims.workflows.review_evidence import review_evidence
from claims.workflows.revisit_claim import revisit_claim
from claims.workflows.rule_claim import rule_claim
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_evidence import person

pytestmark = pytest.mark.django_db

START = datetime(2026, 5, 3, 8, tzinfo=UTC)
ABSTRACTS = (
    "We measure public models. Zephyr-9 has 3 trillion parameters.",
    "In an independent evaluation, Zephyr-9 has 2 trillion parameters.",
    "We only mention Zephyr-9 here.",
)
# One editor may say "refuted" without another.
ALONE = Policy(single_editor=True)
TEAMS = ("Ada Lund", "Bo Chen", "Cy Mora")


@dataclass
class Diary:
    """A claim through days on which something happens; it writes down how the claim stood at the end of each."""

    claim: Claim = field(default_factory=zephyr_claim)
    day: int = 0
    hour: int = 0
    stood: dict[date, tuple[Status, Certainty]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The day and hour."""
        return START + timedelta(days=self.day, hours=self.hour)

    def publish(self, paper: int, text: int) -> None:
        """A paper comes in, or a new version of it."""
        record = PaperRecord(
            id=str(paper),
            title=f"Counting Zephyr {paper}",
            authors=(TEAMS[paper],),
            published_on=date(2024, 1 + paper, 1),
            abstract=ABSTRACTS[text],
            arxiv_id=f"2401.0000{paper}",
        )
        match_papers(import_papers([record], now=self.now).paper_ids, now=self.now)
        revisit_claim(self.claim.pk, now=self.now)

    def note(self, paper: int, standing: Standing) -> None:
        """Something is said of a paper, if it has come in."""
        known = Paper.objects.filter(identifiers__value=f"2401.0000{paper}").first()
        if known and not (standing is Standing.CURRENT and not known.notices.exists()):
            told = Told(standing=standing, issued_on=self.now.date(), source_url="https://journal.example/n")
            note_standing(known.pk, told, actor=None, now=self.now)
            reopen_claims([known.pk], now=self.now)

    def review(self, place: int, act: ReviewAct) -> None:
        """A person decides on a piece of evidence, if there is one at that place that can be decided."""
        rows = list(self.claim.evidence.exclude(state=EvidenceState.INVALIDATED).order_by("pk"))
        if place < len(rows) and rows[place].decided_by_id is None:
            review_evidence(rows[place].pk, act, reason="So it is.", actor=person("eve"), seen=0, now=self.now)

    def rule(self, status: Status) -> None:
        """A person says what the claim is to be called, or hands it back to the rules where one has said so already."""
        newest = self.claim.rulings.order_by("-pk").first()
        seen = newest.pk if newest else 0
        if newest and newest.act == RulingAct.RULED:
            lift_ruling(self.claim.pk, reason="Let the rules say.", actor=person("eve"), seen=seen, now=self.now)
        else:
            rule_claim(
                self.claim.pk, status, reason="So it is.", actor=person("eve"), seen=seen, policy=ALONE, now=self.now
            )

    def take(self, what: str, *how: object) -> None:
        """Something happens, an hour after what was before."""
        getattr(self, what)(*how)
        self.hour += 1

    def close(self) -> None:
        """Write down how the claim stands, and go on to the next day but one."""
        self.claim.refresh_from_db()
        self.stood[self.now.date()] = (Status(self.claim.status), Certainty(self.claim.certainty))
        self.day, self.hour = self.day + 2, 0


def stood_on(diary: Diary, by: By, *days: date) -> list[Status]:
    """How the claim stood on these days."""
    return [verdicts_then([diary.claim], Past(day=day, by=by))[diary.claim.pk].status for day in days]


papers, texts = st.integers(0, 2), st.integers(0, 2)
happenings = st.one_of(
    st.tuples(st.just("publish"), papers, texts),
    st.tuples(st.just("publish"), papers, texts),
    st.tuples(st.just("note"), papers, st.sampled_from(Standing)),
    st.tuples(st.just("rule"), st.sampled_from([Status.REFUTED, Status.QUALIFIED])),
    st.tuples(st.just("review"), st.integers(0, 2), st.sampled_from([ReviewAct.ACCEPTED, ReviewAct.REJECTED])),
)
# Days, each with what happens on it.
days = st.lists(st.lists(happenings, max_size=2), min_size=1, max_size=6)


@given(days)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_replay_of_any_day_is_what_was_recorded_on_it(history: list[list[tuple[str, *tuple[object, ...]]]]) -> None:
    with transaction.atomic():
        diary = Diary()
        for day in history:
            for what, *how in day:
                diary.take(what, *how)
            diary.close()
        told = {day: Past(day=day, by=By.RECORDED) for day in diary.stood}
        assert {
            day: (found.status, found.certainty)
            for day, past in told.items()
            for found in verdicts_then([diary.claim], past).values()
        } == diary.stood
        assert {
            day: found.status for day, past in told.items() for found in replayed([diary.claim], past).values()
        } == {day: status for day, (status, _) in diary.stood.items()}
        today = Past(day=diary.now.date(), by=By.KNOWN)
        assert replayed([diary.claim], today)[diary.claim.pk].status == diary.claim.status
        transaction.set_rollback(True)


def test_what_was_known_follows_the_days_of_publication_whenever_we_learnt_of_it() -> None:
    diary = Diary()
    Claim.objects.filter(pk=diary.claim.pk).update(claimed_on=date(2023, 12, 1))
    diary.publish(0, 0)
    diary.note(0, Standing.RETRACTED)
    diary.claim.refresh_from_db()
    days = (date(2023, 11, 30), date(2023, 12, 31), date(2024, 1, 1), date(2026, 5, 2), date(2026, 5, 3))
    assert stood_on(diary, By.KNOWN, *days) == ["unverified", "unverified", "supported", "supported", "unverified"]
    assert stood_on(diary, By.RECORDED, *days) == ["unverified"] * 5


def test_evidence_that_a_person_rejected_later_had_counted_in_our_records_until_then() -> None:
    diary = Diary()
    diary.publish(0, 0)
    diary.close()
    diary.review(0, ReviewAct.REJECTED)
    diary.close()
    first, second = diary.stood
    stood = [
        verdicts_then([diary.claim], Past(day=day, by=By.RECORDED))[diary.claim.pk].status for day in (first, second)
    ]
    assert stood == ["supported", "unverified"]
    assert Evidence.objects.get().state == "rejected"
