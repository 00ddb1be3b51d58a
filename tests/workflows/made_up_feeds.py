"""Feeds and the pages they lead to, made up for a server on loopback, and a client that waits for nobody."""

from datetime import UTC, datetime

from claims.sources.client import StrictClient
from tests.sources.open_gate import KeptLog, OpenGate
from tests.sources.stand_in_server import Answer

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)


def item(link: str, *, guid: str = "", title: str = "", day: int = 0) -> str:
    """One item of an RSS feed, of that day of April 2026 if it is told."""
    return "".join(
        (
            "<item>",
            f"<title>{title}</title>" if title else "",
            f"<link>{link}</link>" if link else "",
            f'<guid isPermaLink="false">{guid}</guid>' if guid else "",
            f"<pubDate>{day:02} Apr 2026 08:30:00 GMT</pubDate>" if day else "",
            "</item>",
        )
    )


def rss(*items: str) -> bytes:
    """A whole RSS feed."""
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()


NO_CLAIM = "The crew of the laboratory will tell more about it at a meeting of friends in the spring."


def article(title: str, sentence: str, more: str = NO_CLAIM) -> Answer:
    """A page with an article of these sentences."""
    page = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{sentence}</p>"
        f"<p>{more}</p></article></body></html>"
    )
    return Answer(body=page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def client(log: KeptLog | None = None) -> StrictClient:
    """The real client, allowed to ask this machine."""
    return StrictClient(
        contact="desk@claims.example",
        gate=OpenGate(),
        log=log or KeptLog(),
        clock=lambda: NOW,
        sleep=lambda seconds: None,
        allow_private=True,
    )
