"""A PDF becomes paragraphs that can be quoted, or is refused in words that say what to do."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.reading.document import Document, UnreadableDocument
from claims.reading.documents import document_from
from claims.reading.pdf_articles import text_of_pages
from tests.reading.made_up_pdfs import locked, pdf

LINES = [
    "A giant of one city",
    "Nimbus Labs said on Monday that its efﬁcient model Zephyr-9 has 3 trillion para-",
    "meters, that it was trained on 256 GPUs in 12 days, and that it is a state-of-the-",
    "art ﬂow of numbers (as they say).",
    "What it costs",
    "The run cost $4.6M.",
]
TEXT = (
    "A giant of one city\n\n"
    "Nimbus Labs said on Monday that its efficient model Zephyr-9 has 3 trillion parameters, that it was trained on "
    "256 GPUs in 12 days, and that it is a state-of-the-art flow of numbers (as they say).\n\n"
    "What it costs\n\n"
    "The run cost $4.6M."
)
LOCKED = "The PDF is locked by a password. Print it to a new PDF and give that."
BROKEN = "The PDF is broken and cannot be read. Fetch it again, or give its text."
SCANNED = "The PDF holds pictures of pages and no text. Run text recognition (OCR) over it first, or give its text."


def test_a_pdf_gives_paragraphs_without_ligatures_and_what_it_says_of_itself() -> None:
    file = pdf(
        LINES,
        Title="A giant",
        Author="Ada Wright",
        CreationDate="D:20240115093000+01'00'",
        ModDate="D:20240201093000Z",
    )
    assert document_from(file, "application/pdf", "https://www.nimbus.example/giant.pdf?utm_source=x") == Document(
        text=TEXT,
        title="A giant",
        author="Ada Wright",
        publisher="nimbus.example",
        published_on=date(2024, 1, 15),
        modified_on=date(2024, 2, 1),
        address="https://www.nimbus.example/giant.pdf",
    )


@pytest.mark.parametrize("told", ["", "Microsoft Word - giant_final2.docx", "untitled", "giant.pdf", "about:blank"])
def test_a_title_that_a_program_gave_is_passed_over_for_the_first_line(told: str) -> None:
    assert document_from(pdf(LINES, Title=told)).title == "A giant of one city"


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (locked(pdf(LINES), "secret"), LOCKED),
        (pdf([]), SCANNED),
        (pdf(["7"], ["8"]), SCANNED),
        (b"%PDF-1.7 nine machines", BROKEN),
        (pdf(LINES)[:300], BROKEN),
        (b"%PDF-1.4\n" + b"\xff\x00" * 400, BROKEN),
    ],
)
def test_what_cannot_be_read_is_refused_and_told_why(file: bytes, message: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        document_from(file, "application/pdf")
    assert str(refused.value) == message


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert document_from(locked(pdf(LINES), "")).text == TEXT


PROSE = "The crew moved the model into a larger hall and wrote down what each machine drew"


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ([f"{PROSE} in\nweek two."], f"{PROSE} in week two."),
        ([f"{PROSE}.\nIt went on for a week."], f"{PROSE}. It went on for a week."),
        ([f"{PROSE}.\nWhat it costs\n{PROSE}."], f"{PROSE}.\n\nWhat it costs\n\n{PROSE}."),
        ([f"{PROSE}:\n• nine machines\n• one week"], f"{PROSE}:\n\n- nine machines\n\n- one week"),
        ([f"{PROSE} in a", "week of rain."], f"{PROSE} in a week of rain."),
        ([f"{PROSE} with Zephyr-\n9 and GPT-\nNext."], f"{PROSE} with Zephyr-9 and GPT-Next."),
        ([f"{PROSE} of well-known\nfame, a well-\nknown crew."], f"{PROSE} of well-known fame, a well-known crew."),
        ([f"{PROSE} of the engi\u00ad\nneers there."], f"{PROSE} of the engineers there."),
        ([f"{'九台机器在运行，' * 5}\n每台都记下了耗电量。"], f"{'九台机器在运行，' * 5}每台都记下了耗电量。"),
        (["Nimbus 1\nA hall.", "Nimbus 2\nB hall.", "Nimbus 3\nC hall."], "A hall.\n\nB hall.\n\nC hall."),
        (["One hall.\n1", "Two halls.\n2"], "One hall.\n\nTwo halls."),
        (["a\x00b\ud800c"], "abc"),
        ([""], ""),
    ],
)  # fmt: skip
def test_lines_are_joined_where_a_writer_did_not_end_them(pages: list[str], text: str) -> None:
    assert text_of_pages(pages) == text


def text_or_refusal(file: bytes) -> str:
    """The text, or the words of the refusal."""
    try:
        return document_from(file, "application/pdf").text
    except UnreadableDocument as refused:
        return str(refused)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 900), st.binary(min_size=1, max_size=30))
def test_any_damage_leaves_a_text_or_a_refusal(place: int, noise: bytes) -> None:
    whole = pdf(LINES)
    damaged = whole[:place] + noise + whole[place + len(noise) :]
    assert text_or_refusal(damaged).strip()
