"""Two stored papers become one when a record shows that they are: nothing is lost, and the old number leads on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from claims.core.papers import PaperRecord, Standing
from claims.matching.paper_vectors import papers_to_embed
from claims.models import (
    Announcement,
    Citation,
    Claim,
    Paper,
    PaperMerge,
    PaperNotice,
    PaperTerms,
    PaperVersion,
    PaperWatch,
    SourceLink,
    VisitSchedule,
)
from claims.workflows import import_papers as importing
from claims.workflows.import_papers import Outcome, import_papers
from claims.workflows.match_papers import match_papers
from claims.workflows.note_standing import Told, note_standing
from claims.workflows.revisit_claim import revisit_claim
from tests.matching.stand_in_encoder import LetterEncoder
from tests.workflows.made_up_claims import zephyr_claim

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PREPRINT = PaperRecord(
    id="p",
    title="Counting Zephyr",
    authors=("Ada Lund", "Bo Chen"),
    published_on=date(2024, 2, 1),
    abstract="We measure public models. Zephyr-9 has 3 trillion parameters.",
    arxiv_id="2401.00001",
    arxiv_version=1,
)
ARTICLE = replace(
    PREPRINT,
    id="a",
    title="Counting Zephyr, Properly",
    published_on=date(2025, 1, 8),
    arxiv_id="",
    arxiv_version=None,
    doi="10.1000/zephyr",
    venue="Fjord Letters",
)
JOINING = replace(PREPRINT, doi="10.1000/zephyr")


def stored() -> tuple[Paper, Paper]:
    """The preprint and the article, held against the claims."""
    match_papers(import_papers([PREPRINT, ARTICLE], now=NOW).paper_ids, now=NOW)
    first, second = Paper.objects.order_by("pk")
    return first, second


def retract(paper: Paper) -> None:
    told = Told(
        standing=Standing.RETRACTED, issued_on=date(2025, 3, 1), source_url="https://journal.example/n", reason="Wrong."
    )
    note_standing(paper.pk, told, actor=None, now=NOW)


def test_a_record_with_the_ids_of_two_papers_makes_them_one_that_keeps_the_lower_number() -> None:
    preprint, article = stored()
    outcome = import_papers([JOINING], now=LATER)
    assert outcome == Outcome(new_papers=0, new_versions=0, unchanged=1, paper_ids=(preprint.pk,))
    preprint, article = Paper.objects.order_by("pk")
    assert (preprint.merged_into, article.merged_into) == (None, preprint)
    assert (preprint.identifier("arxiv"), preprint.identifier("doi")) == ("2401.00001", "10.1000/zephyr")
    assert (preprint.title, preprint.venue, preprint.published_on) == (
        "Counting Zephyr",
        "Fjord Letters",
        date(2024, 2, 1),
    )
    assert [version.title for version in preprint.versions.order_by("pk")] == [PREPRINT.title, ARTICLE.title]
    assert (article.versions.count(), article.identifiers.count()) == (0, 0)


def test_what_joined_them_is_kept_and_cannot_be_altered() -> None:
    preprint, article = stored()
    import_papers([JOINING], now=LATER)
    trace = PaperMerge.objects.get()
    assert (trace.paper, trace.successor, trace.recorded_at) == (article, preprint, LATER)
    assert trace.record == {"title": "Counting Zephyr", "ids": [["arxiv", "2401.00001"], ["doi", "10.1000/zephyr"]]}
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PaperMerge.objects.update(successor=article)


def test_the_same_records_again_store_nothing() -> None:
    stored()
    import_papers([JOINING], now=LATER)
    again = import_papers([PREPRINT, ARTICLE, JOINING], now=LATER)
    assert again == Outcome(new_papers=0, new_versions=0, unchanged=3, paper_ids=())
    assert (Paper.objects.unmerged().count(), PaperVersion.objects.count(), PaperMerge.objects.count()) == (1, 2, 1)


def test_evidence_keeps_its_version_and_the_claims_that_rest_on_either_become_due() -> None:
    claim = zephyr_claim()
    _, article = stored()
    revisit_claim(claim.pk, now=NOW)
    quoted = claim.evidence.get(paper_version__paper=article)
    assert VisitSchedule.objects.get(claim=claim).due_at > LATER
    import_papers([JOINING], now=LATER)
    moved = claim.evidence.get(pk=quoted.pk)
    assert (moved.paper_version_id, moved.quote) == (quoted.paper_version_id, quoted.quote)
    assert moved.paper_version.paper.merged_into is None
    assert VisitSchedule.objects.get(claim=claim).due_at == LATER


def test_what_was_said_of_either_is_said_of_the_one_that_stays_and_reaches_its_claims() -> None:
    claim = zephyr_claim()
    preprint, article = stored()
    revisit_claim(claim.pk, now=NOW)
    retract(article)
    outcome = import_papers([JOINING], now=LATER)
    assert outcome.noticed_ids == (preprint.pk,)
    preprint.refresh_from_db()
    (notice,) = preprint.notices.all()
    assert (preprint.standing, notice.issued_on, notice.reason, notice.recorded_at) == (
        "retracted",
        date(2025, 3, 1),
        "Wrong.",
        LATER,
    )
    revisit_claim(claim.pk, now=LATER)
    assert Claim.objects.get().status == "unverified"


def test_what_is_said_of_a_merged_paper_is_said_of_its_successor() -> None:
    preprint, article = stored()
    import_papers([JOINING], now=LATER)
    retract(article)
    assert PaperNotice.objects.get().paper == preprint
    call_command(
        "correct_paper", str(article.pk), "current", "--on=2025-06-01", "--source=https://journal.example/back"
    )
    assert list(preprint.notices.order_by("pk").values_list("standing", flat=True)) == ["retracted", "current"]


def test_a_version_that_says_the_same_stays_for_its_quotes_and_counts_once() -> None:
    import_papers([PREPRINT, replace(PREPRINT, arxiv_id="", arxiv_version=2, doi="10.1000/zephyr")], now=NOW)
    kept, repeat = PaperVersion.objects.order_by("pk")
    import_papers([JOINING], now=LATER)
    paper = Paper.objects.unmerged().get()
    assert paper.versions.count() == 2
    assert (paper.newest_version(), paper.newest_version().arxiv_version) == (kept, 2)
    repeat.refresh_from_db()
    assert (repeat.paper, repeat.is_repeat) == (paper, True)


def test_a_version_that_comes_with_the_merge_is_the_stored_one_of_the_other_paper() -> None:
    preprint, article = stored()
    import_papers([replace(ARTICLE, doi="", arxiv_id="2401.00001"), JOINING], now=LATER)
    said = preprint.versions.order_by("pk").values_list("title", "is_repeat")
    assert list(said) == [(PREPRINT.title, False), (ARTICLE.title, False)]
    assert not article.versions.exists()


def test_papers_that_a_batch_brings_and_joins_are_one_from_the_start() -> None:
    later = replace(ARTICLE, abstract="Zephyr-9 has 4 trillion parameters.")
    outcome = import_papers([PREPRINT, ARTICLE, JOINING, later], now=NOW)
    paper = Paper.objects.get()
    assert (outcome.paper_ids, paper.versions.count(), paper.identifiers.count()) == ((paper.pk,), 3, 2)


def test_a_paper_that_a_later_batch_merges_is_told_under_its_successor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    retracted = replace(
        ARTICLE, standing=Standing.RETRACTED, standing_on=date(2025, 3, 1), standing_url="https://journal.example/n"
    )
    outcome = import_papers([PREPRINT, retracted, JOINING], now=NOW)
    survivor = Paper.objects.unmerged().get()
    assert (outcome.paper_ids, outcome.noticed_ids) == ((survivor.pk,), (survivor.pk,))


def test_links_citations_and_the_watch_go_along() -> None:
    preprint, article = stored()
    import_papers([PaperRecord(id="w", title="Whales", doi="10.1000/w")], now=NOW)
    whales = Paper.objects.get(title="Whales")
    story = Announcement.objects.create(title="Zephyr", language="en", text="ab", text_sha256="0", recorded_at=NOW)
    SourceLink.objects.create(announcement=story, url="https://p.example", start=0, end=1, paper=article)
    pairs = ((whales, preprint), (whales, article), (article, preprint), (article, whales))
    for citing, cited in pairs:
        Citation.objects.create(citing=citing, cited=cited, source="openalex", recorded_at=NOW)
    PaperWatch.objects.create(paper=article, due_at=NOW)
    import_papers([JOINING], now=LATER)
    assert SourceLink.objects.get().paper == preprint
    cited_now = Citation.objects.order_by("citing").values_list("citing", "cited")
    assert set(cited_now) == {(whales.pk, preprint.pk), (preprint.pk, whales.pk)}
    assert Citation.objects.count() == 2
    assert PaperWatch.objects.get().paper == preprint


def test_search_finds_the_one_that_stays() -> None:
    preprint, article = stored()
    match_papers(import_papers([JOINING], now=LATER).paper_ids, now=LATER)
    assert match_papers([article.pk], now=LATER) == 0
    assert list(PaperTerms.objects.values_list("paper", flat=True)) == [preprint.pk]
    assert list(papers_to_embed(LetterEncoder())) == [preprint]


def test_the_desk_lists_the_one_that_stays(admin_client: Client) -> None:
    stored()
    import_papers([JOINING], now=LATER)
    listed = admin_client.get("/admin/claims/paper/").context["cl"].result_list
    assert [paper.title for paper in listed] == [PREPRINT.title]


def test_the_page_of_a_merged_paper_leads_to_its_successor_for_good(client: Client) -> None:
    preprint, article = stored()
    import_papers([JOINING], now=LATER)
    answer = client.get(f"/papers/{article.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/papers/{preprint.pk}/")
    assert client.get(f"/papers/{preprint.pk}/").status_code == 200


def test_a_paper_that_others_were_merged_into_takes_them_along() -> None:
    first = replace(PREPRINT, arxiv_id="", other_ids=(("openalex", "W1"),))
    import_papers([first], now=NOW)
    import_papers([PREPRINT, ARTICLE], now=NOW)
    import_papers([JOINING], now=NOW)
    import_papers([replace(PREPRINT, other_ids=(("openalex", "W1"),))], now=LATER)
    end, *merged = Paper.objects.order_by("pk")
    assert [paper.merged_into for paper in merged] == [end, end]
    assert end.identifiers.count() == 3


def test_three_papers_become_one_by_one_record() -> None:
    import_papers([replace(PREPRINT, arxiv_id="", other_ids=(("openalex", "W1"),)), PREPRINT, ARTICLE], now=NOW)
    import_papers([replace(JOINING, other_ids=(("openalex", "W1"),))], now=LATER)
    assert Paper.objects.unmerged().get() == Paper.objects.earliest("pk")
    assert PaperMerge.objects.count() == 2


def test_an_article_may_come_out_years_after_its_preprint() -> None:
    import_papers([PREPRINT, replace(ARTICLE, published_on=date(2029, 1, 1))], now=NOW)
    import_papers([JOINING], now=LATER)
    assert Paper.objects.unmerged().count() == 1


@pytest.mark.parametrize(
    ("other", "joining", "reason"),
    [
        (replace(ARTICLE, title="Whales from Space"), JOINING, "joins two papers that differ"),
        (replace(ARTICLE, authors=("Bo Chen", "Ada Lund")), JOINING, "joins two papers that differ"),
        (replace(ARTICLE, arxiv_id="2401.00002"), JOINING, "two arxiv ids, 2401.00001 and 2401.00002"),
        (
            replace(ARTICLE, other_ids=(("openalex", "W1"),)),
            replace(PREPRINT, doi="10.1000/other", other_ids=(("openalex", "W1"),)),
            "two doi ids, 10.1000/other and 10.1000/zephyr",
        ),
    ],
    ids=["another title", "another first author", "another arXiv id", "another DOI"],
)
def test_papers_that_are_not_clearly_one_stay_apart(other: PaperRecord, joining: PaperRecord, reason: str) -> None:
    import_papers([PREPRINT, other], now=NOW)
    (refused,) = import_papers([joining], now=LATER).refused
    assert refused.record == joining
    assert reason in refused.reason
    assert Paper.objects.unmerged().count() == 2


def test_two_papers_of_one_title_without_a_common_id_stay_apart() -> None:
    import_papers([PREPRINT, replace(PREPRINT, arxiv_id="", doi="10.1000/zephyr")], now=NOW)
    assert Paper.objects.unmerged().count() == 2


@pytest.mark.parametrize("wrong", ["itself", "a chain behind", "a chain ahead", "taken out"])
def test_the_database_keeps_each_lead_one_step_long_and_for_good(wrong: str) -> None:
    one, two, three = (Paper.objects.create(title=title, recorded_at=NOW) for title in ("One", "Two", "Three"))
    Paper.objects.filter(pk=two.pk).update(merged_into=one)
    changes: dict[str, tuple[Paper, Paper | None]] = {
        "itself": (three, three),
        "a chain behind": (three, two),
        "a chain ahead": (one, three),
        "taken out": (two, None),
    }
    paper, successor = changes[wrong]
    with pytest.raises(IntegrityError, match="paper"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(merged_into=successor)
