"""One post: bounded in time and size whatever the other side does, and to no other address than the one checked."""

import socket
import ssl
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claims.core.post_failures import PostFailure
from claims.sources.bounded_posts import AddressRefused, GuardedPoster, Posted, public_trust, refuse_address
from tests.notify.made_up_hooks import QUICK, poster
from tests.notify.receiver import (
    Behaviour,
    answers,
    drips_its_body,
    drips_its_head,
    floods,
    hangs_up,
    keeps_quiet,
    receiving,
    talks_otherwise,
)

PUBLIC = "93.184.216.34"
BODY, HEADERS = "西风九号".encode(), {"webhook-id": "msg_1", "Content-Type": "application/json"}


def came_of(*behaviours: Behaviour) -> Posted:
    """What a post to such a receiver comes to, without its seconds."""
    with receiving() as receiver:
        posted = poster().post(receiver.url("/hook?a=1", *behaviours), BODY, HEADERS)
    return replace(posted, seconds=0)


def test_what_is_posted_arrives_as_it_is_with_who_posted_it() -> None:
    with receiving() as receiver:
        posted = poster().post(receiver.url("/hook?a=1", answers(202, b"taken\0")), BODY, HEADERS)
    (received,) = receiver.received
    assert replace(posted, seconds=0) == Posted(seconds=0, status=202, answer="taken\ufffd")
    assert (received.path, received.body) == ("/hook?a=1", BODY)
    assert received.headers == {
        "host": receiver.address.removeprefix("http://"),
        "user-agent": "ClaimTracker/0.1 (+mailto:desk@example.org)",
        "accept": "*/*",
        "accept-encoding": "identity",
        "connection": "close",
        "content-length": "12",
        "content-type": "application/json",
        "webhook-id": "msg_1",
    }


@pytest.mark.parametrize(
    ("behaviour", "posted"),
    [
        (keeps_quiet, Posted(seconds=0, failure=PostFailure.TOO_SLOW)),
        (
            drips_its_head,
            Posted(seconds=0, failure=PostFailure.TOO_SLOW),
        ),
        (floods, Posted(seconds=0, status=200, answer="x" * 1000)),
        (
            hangs_up,
            Posted(seconds=0, failure=PostFailure.HUNG_UP, detail="Remote end closed connection without response"),
        ),
        (talks_otherwise, Posted(seconds=0, failure=PostFailure.NOT_HTTP, detail="220 mail.example ESMTP\r\n")),
        (answers(429, Retry_After="7"), Posted(seconds=0, status=429, retry_after="7")),
    ],
)
def test_whatever_a_receiver_does_a_post_ends_and_says_how(behaviour: Behaviour, posted: Posted) -> None:
    assert came_of(behaviour) == posted


def test_a_good_answer_whose_body_never_ends_is_good() -> None:
    posted = came_of(drips_its_body)
    # How many letters drip within the time is the machine's business.
    assert posted == Posted(seconds=0, status=200, answer="x" * len(posted.answer))


def test_a_redirect_is_an_answer_like_others_and_is_not_followed() -> None:
    with receiving() as inside, receiving() as receiver:
        target = inside.url("/secret", answers(200))
        posted = poster().post(receiver.url("/hook", answers(307, Location=target)), BODY, HEADERS)
    assert (posted.status, inside.connections) == (307, 0)


def test_nobody_listening_is_said() -> None:
    with receiving() as receiver:
        address = receiver.address
    posted = poster().post(address, BODY, HEADERS)
    assert (posted.status, posted.failure) == (None, PostFailure.UNREACHABLE)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:1/", PostFailure.NOT_ALLOWED),
        ("http://example.org/", PostFailure.NOT_ALLOWED),
        ("ftp://example.org/", PostFailure.NOT_ALLOWED),
        ("https://ada:secret@example.org/", PostFailure.NOT_ALLOWED),
        ("https://127.0.0.1/", PostFailure.POINTS_INSIDE),
        ("https://0.0.0.0/", PostFailure.POINTS_INSIDE),
        ("https://[::1]/", PostFailure.POINTS_INSIDE),
        ("https://[::ffff:10.0.0.8]/", PostFailure.POINTS_INSIDE),
        ("https://169.254.169.254/latest/meta-data/", PostFailure.POINTS_INSIDE),
        ("https://2130706433/", PostFailure.POINTS_INSIDE),
        ("https://[broken", PostFailure.UNKNOWN_HOST),
        ("https://", PostFailure.UNKNOWN_HOST),
        (f"https://{'a' * 70}.example/", PostFailure.UNKNOWN_HOST),
        ("https://example.org:99999/", PostFailure.UNKNOWN_HOST),
        ("nowhere", PostFailure.UNKNOWN_HOST),
    ],
)
def test_addresses_that_nothing_may_be_posted_to_are_refused_before_and_at_posting(url: str, why: PostFailure) -> None:
    with pytest.raises(AddressRefused) as caught:
        refuse_address(url)
    posted = poster(allow_loopback=False).post(url, BODY, HEADERS)
    assert (caught.value.why, posted.status, posted.failure) == (why, None, why)


@pytest.mark.parametrize("url", ["https://10.0.0.8/", "http://10.0.0.8/", "https://169.254.169.254/"])
def test_even_where_this_machine_is_allowed_its_network_is_not(url: str) -> None:
    assert poster().post(url, BODY, HEADERS).failure is PostFailure.POINTS_INSIDE


def looked_up(monkeypatch: pytest.MonkeyPatch, *ips: str) -> list[str]:
    """Let a name lead to these addresses, one after the other; the list of names that were asked for."""
    asked, left = list[str](), list(ips)

    def getaddrinfo(host: str, port: int, *args: Any, **named: Any) -> list[Any]:
        ip = host
        if not host[0].isdigit():
            asked.append(host)
            ip = left.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads inside the second time it is asked for is asked for once."""
    asked, reached = looked_up(monkeypatch, PUBLIC, "127.0.0.1"), list[Any]()

    def connect(self: socket.socket, address: Any) -> None:
        reached.append(address)
        raise ConnectionRefusedError("nobody is there")

    monkeypatch.setattr(socket.socket, "connect", connect)
    posted = poster(allow_loopback=False).post("https://rebinds.example/hook", BODY, HEADERS)
    assert (asked, reached, posted.failure) == (["rebinds.example"], [(PUBLIC, 443)], PostFailure.UNREACHABLE)


def test_a_name_that_leads_inside_by_the_time_of_posting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up(monkeypatch, PUBLIC, "127.0.0.1")
    with receiving() as trap:
        url = f"https://rebinds.example:{trap.address.rpartition(':')[2]}/hook"
        refuse_address(url)
        posted = poster(allow_loopback=False).post(url, BODY, HEADERS)
    assert (posted.failure, trap.connections) == (PostFailure.POINTS_INSIDE, 0)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 by nobody, with its key in the same file."""
    folder = tmp_path_factory.mktemp("tls")
    key, made = folder / "key.pem", folder / "made.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split()
    command += [
        "-subj",
        "/CN=127.0.0.1",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(key),
        "-out",
        str(made),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("needs openssl, to make a certificate")
    made.write_text(made.read_text() + key.read_text())
    return made


def served_with(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def test_a_certificate_that_nobody_vouches_for_is_no_receiver(certificate: Path) -> None:
    with receiving(tls=served_with(certificate)) as receiver:
        posted = poster().post(receiver.url("/hook", answers(200)), BODY, HEADERS)
    assert (posted.status, posted.failure, receiver.received) == (None, PostFailure.BAD_TLS, [])
    assert "self-signed certificate" in posted.detail


def test_a_certificate_that_is_trusted_is_held_against_the_host(certificate: Path) -> None:
    trusting = GuardedPoster(
        contact="desk@example.org",
        trust=ssl.create_default_context(cafile=str(certificate)),
        allow_loopback=True,
        bounds=QUICK,
    )
    with receiving(tls=served_with(certificate)) as receiver:
        url = receiver.url("/hook", answers(200))
        good = trusting.post(url, BODY, HEADERS)
        other = trusting.post(url.replace("127.0.0.1", "localhost"), BODY, HEADERS)
    assert (good.status, other.failure, len(receiver.received)) == (200, PostFailure.BAD_TLS, 1)


def test_a_server_that_speaks_no_tls_is_said(certificate: Path) -> None:
    with receiving() as receiver:
        posted = poster().post(receiver.address.replace("http:", "https:"), BODY, HEADERS)
    assert (posted.status, posted.failure) == (None, PostFailure.BAD_TLS)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy, receiving() as receiver:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.address)
        assert poster().post(receiver.url("/hook", answers(204)), BODY, HEADERS).status == 204
    assert proxy.connections == 0


def test_the_trust_of_browsers_is_read_once() -> None:
    assert public_trust() is public_trust()
    assert public_trust().verify_mode is ssl.CERT_REQUIRED
