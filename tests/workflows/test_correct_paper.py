"""A notice on a paper reaches its claims at once, twice changes nothing, and what is taken back restores."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from claims.core.papers import DocumentPassage, PaperRecord, Standing
from claims.judging.findings import Status
from claims.models import Announcement, Claim, Paper, PaperNotice, SourceLink, StatusChange, VisitSchedule
from claims.workflows.correct_paper import NoticeRefused, Outcome, correct_paper
from claims.workflows.import_papers import import_papers
from claims.workflows.match_papers import match_papers
from claims.workflows.note_standing import Told
from claims.workflows.reopen_claims import reopen_claims
from claims.workflows.revisit_claim import revisit_claim
from tests.web.made_up_claims import announcement, arithmetic
from tests.workflows.made_up_claims import zephyr_claim

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
ZEPHYR = PaperRecord(
    id="z",
    title="Counting Zephyr",
    authors=("Ada Lund", "Bo Chen"),
    published_on=date(2024, 2, 1),
    abstract="We measure public models. Zephyr-9 has 3 trillion parameters.",
    arxiv_id="2401.00001",
    organisations=("Fjord University",),
    passages=(DocumentPassage(text="We used meters.", location="section 3"),),
)
RETRACTED = Told(
    standing=Standing.RETRACTED,
    issued_on=date(2025, 3, 1),
    source_url="https://journal.example/notice",
    reason="Wrong.",
)
BACK = replace(RETRACTED, standing=Standing.CURRENT, issued_on=date(2025, 6, 1))


def looked_at() -> Claim:
    """A claim that the stored paper supports."""
    claim = zephyr_claim()
    match_papers(import_papers([ZEPHYR], now=NOW).paper_ids, now=NOW)
    revisit_claim(claim.pk, now=NOW)
    claim.refresh_from_db()
    return claim


def correct(told: Told, *, days: int = 1, actor: User | None = None) -> Outcome:
    return correct_paper(Paper.objects.get().pk, told, actor=actor, now=NOW + timedelta(days=days))


def history() -> list[tuple[str, date | None]]:
    return list(StatusChange.objects.order_by("pk").values_list("to_status", "known_on"))


def test_a_retraction_takes_the_support_away_and_its_end_gives_it_back() -> None:
    claim = looked_at()
    assert correct(RETRACTED).moved == (claim.pk,)
    assert correct(BACK, days=2).moved == (claim.pk,)
    assert history() == [
        ("supported", date(2024, 2, 1)),
        ("unverified", date(2025, 3, 1)),
        ("supported", date(2025, 6, 1)),
    ]
    assert [notice.standing for notice in PaperNotice.objects.order_by("pk")] == ["retracted", "current"]


def test_the_same_notice_again_changes_nothing() -> None:
    looked_at()
    first = correct(RETRACTED)
    again = correct(RETRACTED, days=3)
    assert again == replace(first, is_new=False, moved=())
    assert len(history()) == 2


def test_the_claims_reached_are_looked_at_at_once() -> None:
    looked_at()
    correct(RETRACTED)
    assert VisitSchedule.objects.get().due_at == NOW + timedelta(days=1)


def test_the_next_look_finds_the_same_and_writes_no_history() -> None:
    claim = looked_at()
    correct(RETRACTED)
    revisit_claim(claim.pk, now=NOW + timedelta(days=2))
    claim.refresh_from_db()
    assert (claim.status, len(history())) == (Status.UNVERIFIED, 2)


def test_a_notice_lists_all_that_it_reaches() -> None:
    claim = looked_at()
    zephyr_claim("Zephyr-9 speaks 40 languages.")
    citing = announcement(title="It cites")
    SourceLink.objects.create(
        announcement=citing, url="https://arxiv.org/abs/2401.00001", start=0, end=1, paper=Paper.objects.get()
    )
    announcement("Nothing here.", title="It does not")
    reach = correct(RETRACTED).reach
    assert (reach.claims, reach.evidence, reach.recomputations, reach.announcements) == (
        (claim,),
        tuple(claim.evidence.all()),
        (),
        (Announcement.objects.get(title="It cites"),),
    )


def test_a_concern_lowers_the_certainty_and_keeps_the_status() -> None:
    claim = looked_at()
    before = claim.certainty
    correct(replace(RETRACTED, standing=Standing.EXPRESSION_OF_CONCERN))
    claim.refresh_from_db()
    assert (before, claim.status, claim.certainty) == ("moderate", "supported", "low")


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        (
            replace(RETRACTED, source_url="journal.example"),
            "“journal.example” is no address. Give the page that says so, with https://.",
        ),
        (
            replace(RETRACTED, issued_on=date(2027, 1, 1)),
            "2027-01-01 is in the future. Give the day on which it was said.",
        ),
        (
            replace(RETRACTED, issued_on=date(2023, 1, 1)),
            "2023-01-01 is before the paper was out, on 2024-02-01. Give the day on which it was said.",
        ),
        (BACK, "Nothing was said against this paper, so nothing can be taken back."),
    ],
)
def test_a_notice_that_cannot_be_is_refused_saying_why(told: Told, complaint: str) -> None:
    looked_at()
    with pytest.raises(NoticeRefused) as refusal:
        correct(told)
    assert (str(refusal.value), PaperNotice.objects.count()) == (complaint, 0)


def test_who_entered_a_notice_is_kept() -> None:
    looked_at()
    editor = User.objects.create(username="editor")
    correct(RETRACTED, actor=editor)
    assert PaperNotice.objects.get().actor == editor


def test_a_step_that_arithmetic_takes_is_dated_by_the_documents_of_its_inputs() -> None:
    claim = looked_at()
    claim.evidence.update(state="invalidated", state_since=NOW)
    arithmetic(claim, Paper.objects.get().newest_version())
    reopen_claims([Paper.objects.get().pk], now=NOW)
    correct(RETRACTED)
    assert history()[1:] == [("disputed", date(2024, 2, 1)), ("unverified", date(2025, 3, 1))]
