"""Mails about a reader's own matters."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from pytest_django import Settings

from claims.notices_by_mail import notice

CONFIRM = ("Confirm", "https://claims.example.org/confirm/abc:def/")


def parsed(message: bytes) -> EmailMessage:
    read = message_from_bytes(message, policy=policy.strict)
    assert isinstance(read, EmailMessage)
    return read


@pytest.fixture(autouse=True)
def of_a_site(settings: Settings) -> None:
    settings.SITE_URL = "https://claims.example.org"


def test_a_notice_says_its_matter_in_text_and_in_html_and_that_a_machine_wrote_it() -> None:
    told = notice(
        to="reader@example.org",
        language="en",
        subject="Confirm your address",
        paragraphs=["Somebody asked for a digest with <this> address.", "If it was not you, do nothing."],
        action=CONFIRM,
    )
    mail = parsed(told.message().as_bytes())
    assert (mail["To"], mail["Subject"], mail["Auto-Submitted"], mail["Content-Language"]) == (
        "reader@example.org",
        "Confirm your address",
        "auto-generated",
        "en",
    )
    assert mail["Message-ID"].endswith("@claims.example.org>")
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert plain.get_content().splitlines() == [
        "Confirm your address",
        "",
        "Somebody asked for a digest with <this> address.",
        "",
        "If it was not you, do nothing.",
        "",
        "Confirm:",
        "https://claims.example.org/confirm/abc:def/",
        "",
        "-- ",
        "You get this mail because this address was used at Claim Tracker",
        "(claims.example.org), or because it concerns what you follow there.",
    ]
    assert "with &lt;this&gt; address" in page.get_content()
    assert '<html lang="en">' in page.get_content()


def test_a_notice_in_chinese_is_chinese_but_for_names() -> None:
    told = notice(
        to="reader@example.org", language="zh-hans", subject="请确认您的邮箱地址", paragraphs=["请点击下面的按钮。"]
    )
    mail = parsed(told.message().as_bytes())
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert mail["Subject"] == "请确认您的邮箱地址"
    assert "您收到这封邮件" in plain.get_content()
    assert '<html lang="zh-hans">' in page.get_content()
    assert "You get this mail" not in page.get_content()


def test_a_line_break_in_a_subject_makes_no_header() -> None:
    told = notice(to="reader@example.org", language="en", subject="Hello\r\nBcc: all@example.org", paragraphs=["Hi."])
    mail = parsed(told.message().as_bytes())
    assert (mail["Subject"], mail["Bcc"]) == ("Hello Bcc: all@example.org", None)
