"""An announcement is taken in once, whole or not at all, with every quote at its place."""

from datetime import UTC, date, datetime

import pytest

from claims.core.papers import PaperRecord
from claims.models import Announcement, Appearance, Claim, LeftSentence, SourceLink, VisitSchedule
from claims.workflows.import_papers import import_papers
from claims.workflows.ingest_announcement import AnnouncementChanged, Intake, ingest_announcement

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
ENGLISH = Intake(
    text=(
        "# Nimbus Labs trains a giant\n\n"
        "Nimbus Labs said on Monday that Zephyr-9 has 3 trillion parameters. "
        "The model was trained on 256 GPUs in 12 days, see [the report](https://arxiv.org/abs/2401.00001v2)."
    ),
    url="https://news.example/giant",
    publisher="The Daily Model",
    published_on=date(2024, 1, 15),
)
CHINESE = Intake(
    text="Nimbus Labs 周一表示，Zephyr-9 拥有 3 万亿个参数。该模型在 256 个 GPU 上用 12 天完成训练。",
    title="西风九号",
    url="https://news.example/giant-zh",
    publisher="The Daily Model",
)


def test_claims_are_stored_as_drafts_with_their_quotes_and_are_due_at_once() -> None:
    outcome = ingest_announcement(ENGLISH, now=NOW)
    assert (outcome.created, outcome.links) == (True, 1)
    assert outcome.new_claims == Claim.objects.filter(workflow="draft").count() >= 3
    assert VisitSchedule.objects.filter(due_at=NOW).count() == outcome.new_claims
    for place in Appearance.objects.all():
        assert ENGLISH.text[place.start : place.end] == place.exact
        assert ENGLISH.text[: place.start].endswith(place.prefix)
        assert ENGLISH.text[place.end :].startswith(place.suffix)


def test_what_was_left_is_kept_once_with_its_reasons() -> None:
    text = "Zephyr-9 has 3 trillion parameters. We think this is amazing. Will it run on your phone?"
    for _ in range(2):
        ingest_announcement(Intake(text=text), now=NOW)
    left = LeftSentence.objects.order_by("start")
    assert [(sentence.quote, sentence.reasons) for sentence in left] == [
        ("We think this is amazing.", ["opinion"]),
        ("Will it run on your phone?", ["question", "prediction"]),
    ]


def test_a_source_link_is_stored_with_its_arxiv_id() -> None:
    ingest_announcement(ENGLISH, now=NOW)
    link = SourceLink.objects.get()
    assert (link.anchor_text, link.arxiv_id) == ("the report", "2401.00001")


def test_the_same_text_again_stores_nothing() -> None:
    first = ingest_announcement(ENGLISH, now=NOW)
    again = ingest_announcement(ENGLISH, now=NOW)
    assert (again.announcement_id, again.created, again.new_claims) == (first.announcement_id, False, 0)
    assert Announcement.objects.count() == 1


def test_another_text_at_a_known_address_is_refused_and_nothing_is_lost() -> None:
    ingest_announcement(ENGLISH, now=NOW)
    with pytest.raises(AnnouncementChanged, match=r"is stored as announcement .* with another text"):
        ingest_announcement(Intake(text="Zephyr-9 has 4 trillion parameters.", url=ENGLISH.url), now=NOW)
    assert Announcement.objects.get().text == ENGLISH.text


def test_a_translation_repeats_the_claims_of_its_original_and_makes_none_of_its_own() -> None:
    original = ingest_announcement(ENGLISH, now=NOW)
    copy = Intake(text=CHINESE.text, url=CHINESE.url, translation_of=original.announcement_id)
    outcome = ingest_announcement(copy, now=NOW)
    size = Claim.objects.get(quantities__metric="parameters")
    assert outcome.repeated >= 1
    places = size.appearances.order_by("pk").values_list("announcement__language", "repeated")
    assert list(places) == [("en", False), ("zh", True)]


@pytest.mark.parametrize("first", ["paper", "announcement"])
def test_links_are_tied_to_their_papers_whichever_comes_first(first: str) -> None:
    text = (
        "Zephyr-9 has 3 trillion parameters ([paper](https://arxiv.org/abs/2401.00001v2), "
        "[page](https://news.example/zephyr#:~:text=3%20trillion))."
    )
    records = [
        PaperRecord(id="z", title="Zephyr", arxiv_id="2401.00001"),
        PaperRecord(id="p", title="A giant for less", url="https://news.example/zephyr"),
    ]
    if first == "paper":
        import_papers(records, now=NOW)
    ingest_announcement(Intake(text=text), now=NOW)
    if first == "announcement":
        import_papers(records, now=NOW)
    tied = SourceLink.objects.order_by("start").values_list("paper__title", "fragment_quote")
    assert list(tied) == [("Zephyr", ""), ("A giant for less", "3 trillion")]
