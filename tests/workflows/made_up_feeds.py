"""Feeds and the pages they lead to, made up for a server on loopback, and a client that waits for nobody."""

from datetime import UTC, datetime, timedelta

from claims.models import Feed, Lead
from claims.sources.client import StrictClient
from claims.workflows.keep_feed import add_feed
from tests.sources.open_gate import KeptLog, OpenGate
from tests.sources.stand_in_server import Answer
from tests.web.made_up_claims import announcement

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


def feed(name: str = "post") -> Feed:
    """A feed of that host."""
    return add_feed(f"https://{name}.example/feed", name=name, every=timedelta(hours=1), automatic=False, now=NOW)[0]


def lead(number: int, *, of: Feed | None = None) -> Lead:
    """A lead of a feed to an announcement that is known."""
    return Lead.objects.create(
        origin="feed",
        feed=of or feed(),
        key=str(number),
        url=f"https://post.example/zephyr-{number}",
        found_at=NOW,
        state="known",
        announcement=announcement(f"Zephyr-{number} is large."),
    )
