"""A claim is looked for at every source, older papers and newer ones, and every look leaves its receipt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from claims.core.sources import Aim, Look, Source
from claims.judging.findings import Status
from claims.matching.candidates import papers_for
from claims.models import (
    Announcement,
    Appearance,
    Citation,
    Claim,
    Paper,
    PaperWatch,
    Question,
    SourceLink,
    Visit,
    VisitSchedule,
    VisitSource,
)
from claims.sources.troubles import SourceUnavailable
from claims.workflows.ask_sources import FRESH, OVERLAP_DAYS, ask_sources
from claims.workflows.check_papers import AFTER_A_MISS, EVERY, check_papers
from claims.workflows.look_for_claim import look_for_claim
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_source import NOW, MadeUpSource, pages, told

pytestmark = pytest.mark.django_db
DOWN = SourceUnavailable("OpenAlex is down.")


def linked_claim(*arxiv_ids: str) -> Claim:
    """A claim of an announcement that links to these papers."""
    claim = zephyr_claim()
    text = f"Zephyr-9 has 3 trillion parameters. {' '.join(arxiv_ids)}"
    said = Announcement.objects.create(title="Zephyr", language="en", text=text, text_sha256=text, recorded_at=NOW)
    Appearance.objects.create(claim=claim, announcement=said, exact=claim.text, start=0, end=35)
    for place, arxiv_id in enumerate(arxiv_ids):
        SourceLink.objects.create(
            announcement=said,
            url=f"https://arxiv.org/abs/{arxiv_id}",
            arxiv_id=arxiv_id,
            start=40 + place,
            end=41 + place,
        )
    return claim


def receipts() -> list[tuple[str, str, date | None, int, str]]:
    visits = Visit.objects.exclude(source=VisitSource.STORED_PAPERS).order_by("pk")
    return [(one.source, one.query.split(" ")[0], one.since, one.papers_found, one.failure) for one in visits]


def ask(claim: Claim, *sources: MadeUpSource, now: datetime = NOW) -> tuple[int, tuple[Source, ...]]:
    asked = ask_sources(claim.pk, {one.source: one for one in sources}, clock=lambda: now)
    return len(asked.paper_ids), asked.failed


def test_words_are_asked_for_at_any_time_first_and_then_since_the_last_answer() -> None:
    claim, source = zephyr_claim(), MadeUpSource(pages={Aim.WORDS: pages([told(1)])})
    assert ask(claim, source) == (1, ())
    later = NOW + timedelta(days=7)
    assert ask(claim, source, now=later) == (0, ())
    since = NOW.date() - timedelta(days=OVERLAP_DAYS)
    look = Look(aim=Aim.WORDS, names=("Zephyr-9",), words=("parameters", "trillion", "billion", "scale"))
    assert [asked for asked, _ in source.asked] == [look, replace(look, since=since)]
    assert receipts() == [("arxiv", "words", None, 1, ""), ("arxiv", "words", since, 1, "")]


def test_claims_with_one_question_ask_it_once_and_each_has_a_receipt() -> None:
    claims, source = [zephyr_claim(), zephyr_claim()], MadeUpSource(pages={Aim.WORDS: pages([told(1)])})
    for claim in claims:
        ask(claim, source)
    assert (len(source.asked), Question.objects.count()) == (1, 1)
    assert [visit.claim_id for visit in Visit.objects.order_by("pk")] == [claim.pk for claim in claims]
    ask(claims[1], source, now=NOW + FRESH)
    assert len(source.asked) == 2


def test_a_look_that_is_done_again_after_a_crash_repeats_no_receipt() -> None:
    claim, source = zephyr_claim(), MadeUpSource(pages={Aim.WORDS: pages([told(1)])})
    ask(claim, source)
    ask(claim, source, now=NOW + timedelta(minutes=20))
    assert (len(source.asked), len(receipts())) == (1, 1)
    look_for_claim(claim.pk, {Source.ARXIV: source}, clock=lambda: NOW + timedelta(minutes=30))
    look_for_claim(claim.pk, {Source.ARXIV: source}, clock=lambda: NOW + timedelta(minutes=40))
    assert (len(source.asked), len(receipts())) == (1, 2)


def test_works_that_an_announcement_links_to_are_fetched_and_then_asked_who_cites_them() -> None:
    claim = linked_claim("2605.00001")
    citing = told(2, cites=[("arxiv", "2605.00001")])
    source = MadeUpSource(pages={Aim.WORKS: pages([told(1)]), Aim.CITING: pages([citing])})
    assert ask(claim, source) == (1, ())
    assert SourceLink.objects.get().paper == Paper.objects.get()
    assert ask(claim, source, now=NOW + timedelta(days=7)) == (1, ())
    assert [(look.aim, look.ids) for look, _ in source.asked] == [
        (Aim.WORKS, (("arxiv", "2605.00001"),)),
        (Aim.CITING, (("arxiv", "2605.00001"),)),
    ]
    [citation] = Citation.objects.all()
    assert (citation.cited.title, citation.contexts) == ("Report 1 on Zephyr-9", ["As they say."])


def test_crossref_is_not_asked_for_what_is_known_by_its_arxiv_id_alone() -> None:
    claim = linked_claim("2605.00001")
    works = {Aim.WORKS: pages([])}
    crossref, datacite = (MadeUpSource(source=one, pages=works) for one in (Source.CROSSREF, Source.DATACITE))
    assert ask(claim, crossref, datacite) == (0, ())
    assert (crossref.asked, [look.ids for look, _ in datacite.asked]) == ([], [(("arxiv", "2605.00001"),)])


def test_a_paper_that_cites_what_was_linked_to_is_judged_without_naming_the_subject() -> None:
    claim = linked_claim("2605.00001")
    nameless = replace(told(2).record, title="Counting again", abstract="The model has 3 trillion parameters.")
    citing = replace(told(2, cites=[("arxiv", "2605.00001")]), record=nameless)
    source = MadeUpSource(pages={Aim.WORKS: pages([told(1)]), Aim.CITING: pages([citing])})
    look_for_claim(claim.pk, {Source.ARXIV: source}, clock=lambda: NOW)
    look_for_claim(claim.pk, {Source.ARXIV: source}, clock=lambda: NOW + timedelta(days=7))
    assert {paper.title for paper in papers_for(claim)} == {"Report 1 on Zephyr-9", "Counting again"}


def test_a_source_that_fails_is_told_and_the_others_are_asked() -> None:
    claim = zephyr_claim()
    down = MadeUpSource(source=Source.OPENALEX, pages={Aim.WORDS: pages([])}, troubles={1: DOWN})
    assert ask(claim, down, MadeUpSource(pages={Aim.WORDS: pages([told(1)])})) == (1, (Source.OPENALEX,))
    assert receipts() == [("openalex", "words", None, 0, "OpenAlex is down."), ("arxiv", "words", None, 1, "")]


def test_a_question_that_failed_is_asked_again_by_the_next_claim() -> None:
    source = MadeUpSource(pages={Aim.WORDS: pages([told(1)])}, troubles={1: DOWN})
    ask(zephyr_claim(), source)
    assert ask(zephyr_claim(), source) == (1, ())


def test_two_long_questions_that_begin_alike_are_two() -> None:
    dois = [f"10.5555/{'zephyr-reports.' * 6}{number:03}" for number in range(50)]
    source = MadeUpSource(source=Source.CROSSREF, pages={Aim.WORKS: pages([])})
    for last in range(2):
        claim = linked_claim(f"2605.1000{last}")
        said = claim.appearances.get().announcement
        said.source_links.all().delete()
        for place, doi in enumerate([*dois[:49], f"10.5555/zz{last}"]):
            address = f"https://doi.org/{doi}"
            SourceLink.objects.create(announcement=said, url=address, doi=doi, start=place, end=place + 1)
        ask(claim, source)
    assert len(source.asked) == 2


def test_an_answer_of_many_pages_is_read_so_far_and_no_farther() -> None:
    source = MadeUpSource(pages={Aim.WORDS: pages(*([told(number)] for number in range(1, 9)))})
    assert ask(zephyr_claim(), source) == (3, ())
    assert (Visit.objects.get().papers_found, Visit.objects.get().has_more) == (3, True)


def test_a_whole_look_judges_what_came() -> None:
    claim, source = zephyr_claim(), MadeUpSource(pages={Aim.WORDS: pages([told(3)])})
    outcome = look_for_claim(claim.pk, {Source.ARXIV: source}, clock=lambda: NOW)
    assert (outcome.papers_considered, outcome.status) == (1, Status.ATTESTED)
    assert [visit.source for visit in Visit.objects.order_by("pk")] == ["arxiv", "stored_papers"]
    assert PaperWatch.objects.get().paper == Paper.objects.get()


def test_a_look_that_missed_a_source_is_soon_and_counts_as_none_that_found_nothing() -> None:
    claim, down = zephyr_claim(), MadeUpSource(pages={Aim.WORDS: pages([])}, troubles={1: DOWN})
    look_for_claim(claim.pk, {Source.ARXIV: down}, clock=lambda: NOW)
    schedule = VisitSchedule.objects.get()
    assert (schedule.quiet_visits, schedule.due_at) == (0, NOW + timedelta(days=1))
    look_for_claim(claim.pk, {Source.ARXIV: down}, clock=lambda: NOW)
    schedule.refresh_from_db()
    assert (schedule.quiet_visits, schedule.due_at) == (1, NOW + timedelta(days=14))


def stored(*sources: MadeUpSource) -> Sequence[int]:
    """Papers that are watched."""
    claim = zephyr_claim()
    for source in sources:
        ask(claim, source)
    papers = list(Paper.objects.order_by("pk").values_list("pk", flat=True))
    PaperWatch.objects.bulk_create(PaperWatch(paper_id=paper, due_at=NOW) for paper in papers)
    return papers


def test_papers_are_asked_after_for_new_versions_weekly() -> None:
    papers = stored(MadeUpSource(pages={Aim.WORDS: pages([told(1), told(2)])}))
    revised = told(1, version="2", title="Report 1 on Zephyr-9, revised")
    source = MadeUpSource(pages={Aim.WORKS: pages([revised, told(2)])})
    outcome = check_papers(papers, {Source.ARXIV: source}, clock=lambda: NOW)
    assert (outcome.papers, outcome.changed, outcome.failures) == (2, 1, ())
    assert [look.ids for look, _ in source.asked] == [(("arxiv", "2605.00001"), ("arxiv", "2605.00002"))]
    assert {(watch.checked_at, watch.due_at) for watch in PaperWatch.objects.all()} == {(NOW, NOW + EVERY)}


def test_a_source_that_fails_leaves_its_papers_for_tomorrow() -> None:
    papers = stored(MadeUpSource(pages={Aim.WORDS: pages([told(1)])}))
    source = MadeUpSource(pages={Aim.WORKS: pages([told(1)])}, troubles={1: DOWN})
    assert check_papers(papers, {Source.ARXIV: source}, clock=lambda: NOW).failures == ("OpenAlex is down.",)
    [watch] = PaperWatch.objects.all()
    assert (watch.checked_at, watch.due_at, watch.failure) == (None, NOW + AFTER_A_MISS, "OpenAlex is down.")
