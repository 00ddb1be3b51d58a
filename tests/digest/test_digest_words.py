"""What a digest says: subject lines, the sentence at the top, the chart, and one entry of each kind."""

import ast
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

import claims
from claims.digest.changes import Section
from claims.digest.encoding import encoded, encoded_open, encoded_subject
from claims.digest.reason_words import REASON_WORDS, why
from claims.digest.tallies import KINDS, LONGEST_SUBJECT, chart, counts_of, place_of, subject_line, summary
from claims.digest.wording import LONGEST_QUOTE, LONGEST_TITLE, cut, entry_words, section_words
from claims.judging.findings import Status
from claims.models import EventKind
from tests.digest.made_up_changes import a_week, change
from tests.digest.sample_letters import parsed

LEAD = "Training Orbit-10T took one percent of GPT-3’s energy."


def counts(**told: int) -> tuple[int, ...]:
    return tuple(told.get(kind.code, 0) for kind in KINDS)


@pytest.mark.parametrize(
    ("figures", "subject"),
    [
        ({"refuted": 2, "supported": 1}, f"2 claims refuted, 1 confirmed: {LEAD}"),
        ({"new": 1}, f"1 new claim: {LEAD}"),
        ({"announcement": 2, "quiet": 3}, f"2 new announcements, 3 smaller changes: {LEAD}"),
        (
            {"correction": 1, "refuted": 3, "disputed": 2, "new": 40},
            "1 correction, 3 claims refuted, 2 disputed: Training Orbit-10T took one percent of GPT-3’s energy.",
        ),
    ],
)
def test_a_subject_says_how_many_of_what_and_names_the_weightiest(figures: dict[str, int], subject: str) -> None:
    assert subject_line(counts(**figures), LEAD) == subject
    assert len(subject) <= LONGEST_SUBJECT


def test_a_subject_in_chinese() -> None:
    with translation.override("zh-hans"):
        told = subject_line(counts(refuted=2, supported=1), "训练能耗仅为百分之一")
    assert told.replace("\u00a0", " ") == "2 条说法被推翻，1 条得到证实：训练能耗仅为百分之一"


def test_the_sentence_at_the_top_counts_everything() -> None:
    assert summary(counts(supported=1)) == "1 claim confirmed."
    assert summary(counts(refuted=1, disputed=2, supported=3, paper=1, quiet=4)) == (
        "1 claim refuted, 2 disputed, 3 confirmed, and 5 other changes."
    )


def test_the_chart_has_a_row_for_each_kind_with_its_sign_and_its_share_of_the_longest() -> None:
    rows = chart(counts(refuted=1, supported=4, new=200))
    assert [(row.shape, row.label, row.count, row.share) for row in rows] == [
        ("✕", "Refuted", 1, 4),
        ("●", "Supported", 4, 4),
        ("+", "New claims", 200, 100),
    ]


def test_one_row_is_no_chart() -> None:
    assert chart(counts(refuted=7)) == ()


def test_every_change_of_a_week_is_counted_once() -> None:
    told = [KINDS[place_of(one)].code for one in a_week()]
    assert told == [
        "correction", "refuted", "disputed", "supported", "qualified", "announcement", "paper", "quiet", "quiet",
    ]  # fmt: skip
    assert sum(counts_of([place_of(one) for one in a_week()])) == len(a_week())


def test_every_status_section_and_kind_of_event_has_words_in_both_languages() -> None:
    for language in ("en", "zh-hans"):
        with translation.override(language):
            for status in Status:
                assert entry_words(change(1, before=None, after=status)).after is not None
                assert KINDS[place_of(change(1, section=Section.TURNED, after=status))].code == status
            assert len({section_words(section) for section in Section}) == len(Section)
            still = {"before": Status.SUPPORTED, "after": Status.SUPPORTED, "section": Section.QUIET}
            assert len({entry_words(change(1, kind=kind.value, **still)).happened for kind in EventKind}) == len(
                EventKind
            )


def test_every_reason_that_the_code_can_give_has_words() -> None:
    """Reasons are made by `Reason(code=…)` and by `_told("…", …)` in the floor of judging, and by workflows."""
    given_codes: set[str] = set()
    folder = Path(claims.__file__).parent
    for file in [*folder.glob("judging/*.py"), *folder.glob("workflows/*.py")]:
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                named = [word.value for word in call.keywords if word.arg == "code"] if call.func.id == "Reason" else []
                first = call.args[:1] if call.func.id == "_told" and "judging" in file.parts else []
                given_codes |= {
                    str(word.value)
                    for word in [*named, *first]
                    if isinstance(word, ast.Constant) and isinstance(word.value, str)
                }
    assert {"contradicted", "no_evidence", "ruled", "certainty_bias"} <= given_codes
    assert given_codes - REASON_WORDS.keys() == set()


def test_why_tells_the_weightiest_reason_and_what_came_in() -> None:
    assert why(["attested", "excluded", "certainty_bias"]) == [REASON_WORDS["attested"], REASON_WORDS["excluded"]]
    assert why(["held_by_person", "weighty_since", "contradicted"]) == [REASON_WORDS["weighty_since"]]
    assert why(["held_by_person"]) == [REASON_WORDS["held_by_person"]]
    assert why(["unheard_of"]) == []


def test_a_correction_says_what_we_had_said_and_when() -> None:
    assert entry_words(a_week()[0]).told_before == "On 9 November 2026 we told you: Supported. That is so no longer."
    with translation.override("zh-hans"):
        assert "2026年11月9日" in entry_words(a_week()[0]).told_before.replace(" ", "")


def test_long_texts_are_cut_at_a_word_and_marked_and_whole_where_they_are_wanted_whole() -> None:
    told = change(1, title="energy " * 100)
    assert entry_words(told).title.endswith(" energy…")
    assert len(entry_words(told).title) <= LONGEST_TITLE
    assert entry_words(told, whole=True).title == told.title


@given(st.text(), st.integers(min_value=2, max_value=LONGEST_QUOTE))
def test_cutting_never_makes_a_text_too_long_and_leaves_a_short_one_alone(text: str, most: int) -> None:
    line = " ".join(text.split())
    shown = cut(text, most)
    assert len(shown) <= most
    assert shown == line if len(line) <= most else shown.endswith("…")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_any_subject_comes_back_from_a_strict_parser_as_it_was(text: str) -> None:
    line = " ".join(text.split())
    mail = parsed(encoded_subject(line) + b"\r\n")
    assert " ".join(str(mail["Subject"]).split()) == line


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200), min_size=1, max_size=4))
def test_encoded_lines_are_short_and_decode_to_what_they_were(texts: list[str]) -> None:
    lines = ["\n".join(text.splitlines()) + "\n" for text in texts]
    whole = b"".join(encoded(line) for line in lines)
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    decoded = parsed(head + whole).get_payload(decode=True)
    assert max(map(len, whole.split(b"\r\n"))) <= 76
    assert isinstance(decoded, bytes)
    assert decoded.decode().replace("\r\n", "\n") == "".join(lines)


@given(st.text(alphabet="ab=é能 .\n", max_size=200), st.text(alphabet="ab=é能 .\n", max_size=200))
def test_a_readers_own_words_stand_where_their_place_was(before: str, after: str) -> None:
    filled = encoded_open(f"{before}@TOKEN@{after}\n").filled(token=b"t" * 60, delivery=b"7")
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    decoded = parsed(head + b"".join(filled)).get_payload(decode=True)
    assert isinstance(decoded, bytes)
    assert max(map(len, b"".join(filled).split(b"\r\n"))) <= 76
    assert decoded.decode().replace("\r\n", "\n").rstrip("\n") == f"{before}{'t' * 60}{after}".rstrip("\n")
