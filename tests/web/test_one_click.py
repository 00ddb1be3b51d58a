"""A mail program unsubscribes its user by a bare POST, without cookies, over a real connection (RFC 8058)."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from pytest_django.live_server_helper import LiveServer

from claims.models import Subscriber, SubscriberState
from claims.reader_links import READER, sign
from tests.workflows.made_up_subscribers import subscribed

pytestmark = pytest.mark.django_db(transaction=True)

ONE_CLICK = "List-Unsubscribe=One-Click"
FORMS = (
    ("application/x-www-form-urlencoded", ONE_CLICK),
    (
        "multipart/form-data; boundary=b",
        '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    ),
)


def asked(server: LiveServer, method: str, path: str, body: str = "", kind: str = "") -> tuple[int, str | None]:
    """The status of the answer, and the cookie that it sets."""
    connection = HTTPConnection(str(urlsplit(server.url).netloc), timeout=30)
    try:
        connection.request(method, path, body=body or None, headers={"Content-Type": kind} if kind else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Set-Cookie")
    finally:
        connection.close()


@pytest.mark.parametrize(("kind", "body"), FORMS)
def test_a_bare_post_unsubscribes_and_nothing_less_does(live_server: LiveServer, kind: str, body: str) -> None:
    row = subscribed()
    path = f"/unsubscribe/{sign(READER, row.pk, row.key)}/"
    for method in ("GET", "HEAD", "OPTIONS", "PUT"):
        asked(live_server, method, path)
    assert Subscriber.objects.get().state == SubscriberState.ACTIVE
    for _ in range(2):
        assert asked(live_server, "POST", path, body, kind)[0] == 200
        row.refresh_from_db()
        assert (row.state, row.state_reason) == (SubscriberState.UNSUBSCRIBED, "by one click in a mail program")


def test_a_bare_post_stops_one_follow(live_server: LiveServer) -> None:
    row = subscribed()
    path = f"/unfollow/{sign(READER, row.pk, row.key)}/{row.follows.get().pk}/"
    assert asked(live_server, "GET", path)[0] == 200
    assert row.follows.count() == 1
    assert asked(live_server, "POST", path, ONE_CLICK, FORMS[0][0])[0] == 200
    assert (row.follows.count(), Subscriber.objects.get().state) == (0, SubscriberState.ACTIVE)
