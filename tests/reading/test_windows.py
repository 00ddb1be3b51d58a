"""Long texts are cut where a reader would pause, every character is in a piece, and the pieces know their places."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.reading.windows import LENGTH, MOST_WINDOWS, OVERLAP, Window, windows

SENTENCE = "Zephyr-9 was trained on 256 GPUs in 12 days. "


def test_a_short_text_is_one_piece() -> None:
    assert windows(SENTENCE) == (Window(start=0, text=SENTENCE),)
    assert windows("") == ()


def test_a_long_text_is_cut_behind_sentences_and_each_piece_begins_with_one() -> None:
    text = SENTENCE * 400
    pieces = windows(text)
    assert len(pieces) == 4
    assert all(piece.text.strip().startswith("Zephyr-9") and piece.text.strip().endswith("days.") for piece in pieces)


def test_a_claim_on_a_cut_is_whole_in_one_of_the_pieces() -> None:
    text = "模型很大。" * 1190 + "西风九号在 256 个 GPU 上用 12 天完成训练。" + "模型很大。" * 1190
    assert any("西风九号在 256 个 GPU 上用 12 天完成训练。" in piece.text for piece in windows(text))


def test_a_text_without_end_is_read_as_far_as_the_most_pieces_reach() -> None:
    pieces = windows("x" * 1_000_000)
    assert (len(pieces), pieces[-1].end) == (MOST_WINDOWS, LENGTH + (MOST_WINDOWS - 1) * (LENGTH - OVERLAP))


@settings(max_examples=50)
@given(st.lists(st.sampled_from([SENTENCE, "模型。", "word ", "x" * 700, "\n\n", "\n"]), max_size=400))
def test_pieces_stand_where_they_say_and_leave_no_gap(parts: list[str]) -> None:
    text = "".join(parts)
    pieces = windows(text)
    assert all(text[piece.start : piece.end] == piece.text and len(piece.text) <= LENGTH for piece in pieces)
    assert all(later.start <= former.end < later.end for former, later in pairwise(pieces))
    assert len(pieces) == MOST_WINDOWS or (pieces[-1].end if pieces else 0) == len(text)
