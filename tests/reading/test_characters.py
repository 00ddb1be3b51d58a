"""Bytes become the characters that were meant, or the reader is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.reading.characters import Decoded, UndecodableBytes, decoded, looks_garbled

CHINESE = "九台机器在大厅里运行了十二天，每台都记下了耗电量。"
PAGE = "<html><head><meta charset={}></head><body>九台机器在大厅里运行了十二天</body></html>"
FRENCH = "Le modèle a été entraîné – douze jours."


@pytest.mark.parametrize(
    ("raw", "content_type", "text", "encoding"),
    [
        (CHINESE.encode(), "", CHINESE, "utf-8"),
        (CHINESE.encode("utf-8-sig"), "text/plain; charset=gbk", CHINESE, "utf-8-sig"),
        (CHINESE.encode("utf-16"), "", CHINESE, "utf-16"),
        (CHINESE.encode("utf-32"), "", CHINESE, "utf-32"),
        (CHINESE.encode("gb18030"), "", CHINESE, "gb18030"),
        (CHINESE.encode("gb18030"), "text/html; charset=gb2312", CHINESE, "gb18030"),
        ("九台機器在大廳裡運行".encode("big5"), "", "九台機器在大廳裡運行", "big5"),
        ("九台機器".encode("big5"), "text/plain; charset=Big5", "九台機器", "big5hkscs"),
        ("三兆個のパラメータを持ち".encode("shift_jis"), "", "三兆個のパラメータを持ち", "shift_jis"),
        (FRENCH.encode("cp1252"), "", FRENCH, "cp1252"),
        (FRENCH.encode("cp1252"), 'text/plain; charset="iso-8859-1"', FRENCH, "cp1252"),
    ],
)
def test_bytes_are_read_as_they_were_written(raw: bytes, content_type: str, text: str, encoding: str) -> None:
    assert decoded(raw, content_type) == Decoded(text=text, encoding=encoding)


@pytest.mark.parametrize(
    ("raw", "content_type", "encoding"),
    [
        (PAGE.format("gbk").encode(), "", "utf-8"),
        (PAGE.format("utf-8").encode(), "text/html; charset=iso-8859-1", "utf-8"),
        (PAGE.format("gbk").encode("gb18030"), "", "gb18030"),
        (PAGE.format("utf-8").encode("gb18030"), "", "gb18030"),
        (PAGE.format("utf-8").encode("gb18030"), "text/html; charset=utf-8", "gb18030"),
        (PAGE.format("no-such-thing").encode("gb18030"), "text/html; charset=nor-this", "gb18030"),
        (PAGE.format("utf-8").encode("gb18030"), "text/html; charset=gbk", "gb18030"),
    ],
)
def test_a_wrong_declaration_does_not_garble_the_page(raw: bytes, content_type: str, encoding: str) -> None:
    read = decoded(raw, content_type)
    assert "九台机器在大厅里运行了十二天" in read.text
    assert (read.encoding, read.broken) == (encoding, 0)


def test_a_text_that_was_cut_within_a_character_is_read_and_the_break_is_counted() -> None:
    cut = decoded(CHINESE.encode()[:-1], "text/plain; charset=utf-8")
    assert cut == Decoded(text=CHINESE[:-1] + "\ufffd", encoding="utf-8", broken=1)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UndecodableBytes, match="no text in any encoding we know"):
        decoded(b"\x81\x8d\x8f\x90\x9d\xff")


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        (CHINESE, False),
        (FRENCH, False),
        ("锟斤拷" * 3, True),
        (FRENCH.encode().decode("cp1252"), True),
        ("It’s the crew’s “nine”".encode().decode("cp1252", "replace"), True),
        ("one broken \ufffd sign", False),
    ],
)
def test_a_text_that_was_decoded_wrongly_is_noticed(text: str, garbled: bool) -> None:
    assert looks_garbled(text) is garbled


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\x00")))
def test_utf8_comes_back_letter_by_letter(text: str) -> None:
    assert decoded(text.encode()) == Decoded(text=text, encoding="utf-8")
