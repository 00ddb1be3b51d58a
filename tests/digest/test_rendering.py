"""A digest as mail: headers, encoding, what is shown and what is only counted, and that parts are made once."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest
from pytest_django import Settings

from claims.core.columns import WIDTH, columns_of
from claims.digest.changes import Section
from claims.digest.letters import Reader
from claims.digest.rendering import MOST_BYTES, MOST_ENTRIES, MOST_LINES, DigestWriter
from claims.models import EventKind
from claims.reader_links import READER as PURPOSE
from claims.reader_links import sign
from tests.digest.made_up_changes import CHINESE_READER, EDITION, READER, a_week, as_long_as_can_be, change
from tests.digest.sample_letters import SENT_AT, body, parsed, sample_letter, writer

SITE = "https://claims.example.org"


@pytest.fixture(autouse=True)
def of_a_site(settings: Settings) -> None:
    settings.SITE_URL = SITE
    settings.DEFAULT_FROM_EMAIL = "Claim Tracker <digest@claims.example.org>"


def test_the_headers_are_those_of_a_list_that_can_be_left_with_one_click() -> None:
    mail = parsed(sample_letter("en").message)
    token = sign(PURPOSE, READER.subscriber_id, READER.key)
    assert mail.defects == []
    assert {name: str(value) for name, value in mail.items()} == {
        "MIME-Version": "1.0",
        "From": "Claim Tracker <digest@claims.example.org>",
        "List-Id": "Claim Tracker <digest.claims.example.org>",
        "List-Archive": f"<{SITE}/digests/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Precedence": "bulk",
        "Feedback-ID": "7:weekly:digest:claimtracker",
        "Content-Type": 'multipart/alternative; boundary="=_digest.7"',
        "Date": "Mon, 23 Nov 2026 08:00:12 +0000",
        "Message-ID": "<digest.1001.7@claims.example.org>",
        "To": "reader@example.org",
        "List-Unsubscribe": f"<{SITE}/unsubscribe/{token}/>",
        "Subject": "1 correction, 1 claim refuted, 1 disputed: Lumen-2 小时级响应，准确率达到 97%。",
        "Content-Language": "en",
    }
    assert parsedate_to_datetime(mail["Date"]) == SENT_AT


def test_each_header_stands_once_as_signatures_need_it() -> None:
    names = [name.lower() for name in parsed(sample_letter("zh-hans").message).keys()]  # noqa: SIM118 (repeats too)
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_mail_is_ascii_with_crlf_and_short_lines_so_that_no_server_rewrites_it(language: str) -> None:
    message = sample_letter(language).message
    assert message.isascii()
    assert b"\n" not in message.replace(b"\r\n", b"")
    assert b"\r" not in message.replace(b"\r\n", b"")
    head, _, rest = message.partition(b"\r\n\r\n")
    assert max(map(len, rest.split(b"\r\n"))) <= 76
    assert [line for line in head.split(b"\r\n") if len(line) > 78 and b"<https://" not in line] == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_both_parts_are_whole_and_say_the_same_claims(language: str) -> None:
    mail = parsed(sample_letter(language).message)
    parts = list(mail.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [part.defects for part in parts] == [[], []]
    plain, html = (body(mail.as_bytes(), kind) for kind in ("plain", "html"))
    unwrapped = "".join(plain.split())
    for told in a_week():
        assert "".join(told.title.split()) in unwrapped
        assert f'lang="{told.title_language}"' in html
        assert f"{SITE}{told.path}" in plain
        assert f'href="{SITE}{told.path}"' in html
    assert html.rstrip().endswith("</html>")
    assert f'<html lang="{language}">' in html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_plain_text_fits_a_terminal(language: str) -> None:
    lines = body(sample_letter(language).message, "plain").splitlines()
    assert [line for line in lines if columns_of(line) > WIDTH and "https://" not in line] == []


def test_a_mail_loads_nothing_and_keeps_its_rules_for_dark_and_narrow_screens() -> None:
    html = body(sample_letter("en").message, "html")
    assert re.findall(r"<(?:img|script|link|iframe|form|svg|video)\b|url\(|@import|@font-face", html) == []
    assert "@media (prefers-color-scheme: dark)" in html
    assert "@media (max-width: 480px)" in html
    assert '<meta name="color-scheme" content="light dark">' in html
    # Where rules in the head are stripped, those in the tags stay.
    assert re.search(r'<div class="entry" style="[^"]+">', html)
    assert "@OPENING@" not in html
    assert "@ENTRIES@" not in html


def test_colour_is_never_alone() -> None:
    html = body(sample_letter("en").message, "html")
    assert re.findall(r'is-(?:refuted|disputed)" style="[^"]*"><span aria-hidden="true">(.)</span> (\w+)<', html) == [
        ("◑", "Disputed"),
        ("✕", "Refuted"),
        ("◑", "Disputed"),
    ]


def test_what_people_wrote_is_text_in_a_mail() -> None:
    told = change(1, title="<b>1 & 2</b>", detail="<script>alert(1)</script>", subject="@TOKEN@ <i>")
    html = body(writer().write(1, READER, [told]).message, "html")
    assert "&lt;b&gt;1 &amp; 2&lt;/b&gt;" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "@TOKEN@ &lt;i&gt;" in html


def test_a_line_break_in_what_people_wrote_makes_no_header() -> None:
    told = change(1, title="Hello\r\nBcc: all@example.org\r\n\r\nbody")
    mail = parsed(writer().write(1, READER, [told]).message)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "1 claim refuted: Hello Bcc: all@example.org body"


@pytest.mark.parametrize("address", ["a@example.org\r\nBcc: b@example.org", "a b@example.org", "nobody", ""])
def test_nothing_is_written_to_what_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        writer().write(1, replace(READER, address=address), [change(1)])


def test_a_host_in_other_letters_is_written_in_ascii() -> None:
    letter = writer().write(1, replace(READER, address="reader@bücher.example"), [change(1)])
    assert letter.recipient == "reader@xn--bcher-kva.example"
    assert parsed(letter.message)["To"] == "reader@xn--bcher-kva.example"


def test_twenty_are_told_in_full_and_the_others_are_counted_and_lead_to_the_web_copy() -> None:
    changes = [change(number) for number in range(1, MOST_ENTRIES + 15)]
    message = writer().write(1001, READER, changes).message
    html, plain = body(message, "html"), body(message, "plain")
    token = sign(PURPOSE, READER.subscriber_id, READER.key)
    copy = f"{SITE}/digests/copy/{token}/1001/?lang=en"
    assert html.count('class="entry"') == MOST_ENTRIES
    assert re.search(rf'<a href="{re.escape(copy)}"[^>]*>and 14 more</a>', html)
    assert f"\nand 14 more:\n{copy}\n" in plain
    assert parsed(message)["Subject"].startswith("34 claims refuted: ")


def test_smaller_changes_are_lines_and_do_not_use_up_the_room_for_entries() -> None:
    quiet = [
        change(number, section=Section.QUIET, kind=EventKind.COMMENT_PUBLISHED.value, path=f"/claims/{number}/")
        for number in range(100, 100 + MOST_LINES + 3)
    ]
    html = body(writer().write(1, READER, [change(1), *quiet]).message, "html")
    assert (html.count('class="entry"'), html.count('class="line"')) == (1, MOST_LINES)
    assert ">and 3 more</a>" in html


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("reader", [READER, CHINESE_READER])
def test_no_mail_is_so_large_that_gmail_hides_its_end(language: str, reader: Reader) -> None:
    changes = as_long_as_can_be(60, language)
    message = writer().write(1, reader, changes).message
    html = body(message, "html")
    shown = html.count('class="entry"')
    assert len(html.encode()) <= MOST_BYTES
    assert 5 <= shown <= MOST_ENTRIES
    assert re.search(rf"\b{60 - shown} more</a>|另有\s{60 - shown}\s条</a>", html)
    assert f"{SITE}/unsubscribe/" in html
    assert max(map(len, message.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76


def test_writing_again_gives_the_same_bytes_and_another_writer_too() -> None:
    one = writer()
    first = one.write(5, READER, a_week())
    assert one.write(5, READER, a_week()) == first
    assert writer().write(5, READER, a_week()) == first


def test_equal_entries_are_worded_once_and_different_ones_never_mixed_up() -> None:
    one = writer()
    for number in range(1, 40):
        told = change(number, title=f"Claim number {number} says so.")
        plain = body(one.write(number, READER, [told]).message, "plain")
        assert f"Claim number {number} says so." in plain
        assert plain.count("Claim number") == 1


def test_readers_get_their_own_links_and_language_from_one_writer() -> None:
    one = writer()
    english, chinese = (one.write(number, reader, a_week()) for number, reader in ((1, READER), (2, CHINESE_READER)))
    tokens = [sign(PURPOSE, reader.subscriber_id, reader.key) for reader in (READER, CHINESE_READER)]
    for letter, own, other in ((english, tokens[0], tokens[1]), (chinese, tokens[1], tokens[0])):
        for kind in ("plain", "html"):
            told = body(letter.message, kind)
            assert f"{SITE}/preferences/{own}/" in told
            assert f"{SITE}/unsubscribe/{own}/" in told
            assert f"{SITE}/digests/copy/{own}/{letter.delivery_id}/" in told
            assert other not in told
    assert "1\u00a0条更正" in parsed(chinese.message)["Subject"]
    assert chinese.recipient == CHINESE_READER.address


def test_what_comes_back_goes_to_the_address_that_is_given_for_it() -> None:
    plain = writer().write(9, READER, [change(1)])
    other = DigestWriter(EDITION, clock=lambda: SENT_AT, envelope_from=lambda number: f"bounces+{number}@example.net")
    assert plain.envelope_from == "digest@claims.example.org"
    assert other.write(9, READER, [change(1)]).envelope_from == "bounces+9@example.net"
    assert b"bounces+9@" not in other.write(9, READER, [change(1)]).message


def test_the_date_is_that_of_the_writing() -> None:
    moments = iter([datetime(2026, 11, 23, 8, 0, second, 5, tzinfo=UTC) for second in (1, 1, 2)])
    one = DigestWriter(EDITION, clock=lambda: next(moments))
    dates = [parsed(one.write(number, READER, [change(1)]).message)["Date"] for number in (1, 2, 3)]
    assert dates == [f"Mon, 23 Nov 2026 08:00:0{second} +0000" for second in (1, 1, 2)]


def test_a_digest_without_changes_is_not_written() -> None:
    with pytest.raises(ValueError, match="nothing to tell"):
        writer().write(1, READER, [])
