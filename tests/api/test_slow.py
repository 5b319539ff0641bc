"""Clients that are slow, on purpose or not: each is let go in time, and told why where it can hear it."""

from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic, sleep

import pytest

import api.bodies
import api.protocol
import api.uploads
from api.main import app
from models.api_key import KeyScope
from tests.wire import GOOD, Address, asked, heard, joined, listening, refused, said
from tests.writing import key

pytestmark = pytest.mark.alike

SOON = 0.3
"""Seconds that stand here for ten or thirty."""


@pytest.fixture
def address(own: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Address]:
    """A server with little patience."""
    for place, name in (
        (api.protocol, "SENDING"),
        (api.protocol, "READING"),
        (api.protocol, "LINGER"),
        (api.bodies, "WHOLE"),
        (api.uploads, "STALL"),
    ):
        monkeypatch.setattr(place, name, SOON)
    with listening(app, timeout_keep_alive=1) as found:
        yield found


@pytest.mark.parametrize(
    "begun", [b"", b"\r\n", b"GET /healthz HTTP/1.1\r\nHost: te", b"POST /v1/imports HTTP/1.1\r\n"]
)
def test_a_head_that_does_not_come_is_not_waited_for(address: Address, begun: bytes) -> None:
    before = monotonic()
    (answer,) = asked(address, begun)
    assert "within" in refused(answer, 408)
    assert SOON * 0.9 < monotonic() - before < SOON + 2
    assert asked(address, GOOD)[0].status == 200


def test_drops_do_not_make_a_head_come_later(address: Address) -> None:
    """The second request of a connection, a byte at a time."""
    before = monotonic()
    with joined(address) as client:
        client.sendall(GOOD.replace(b"Connection: close\r\n", b""))
        assert client.recv(2**16).startswith(b"HTTP/1.1 200")
        for byte in b"GET /healthz HTTP/1.1\r\nHost: " + b"x" * 1000:
            if monotonic() - before > SOON + 0.2:
                break
            client.sendall(bytes([byte]))
            sleep(0.02)
        (answer,) = said(heard(client))
    refused(answer, 408)


def test_an_idle_connection_is_closed(address: Address) -> None:
    with joined(address) as client:
        client.sendall(GOOD.replace(b"Connection: close\r\n", b""))
        before = monotonic()
        (answer,) = said(heard(client))
        assert answer.status == 200
        assert monotonic() - before < 3


@pytest.mark.parametrize(
    ("begin", "words"),
    [
        ("PUT /v1/treaties/new HTTP/1.1\r\nContent-Type: application/json", "whole"),
        ("POST /v1/imports?format=countries&filename=a.csv HTTP/1.1\r\nContent-Type: text/csv", "Nothing came"),
    ],
)
def test_a_body_that_does_not_come_is_not_waited_for(address: Address, begin: str, words: str) -> None:
    """It comes, but drop by drop: each is in time, the whole is not."""
    given = key(KeyScope.WRITE, KeyScope.IMPORT)
    head = f"{begin}\r\nHost: test\r\nX-API-Key: {given}\r\nContent-Length: 900000\r\n\r\n"
    before = monotonic()
    with joined(address) as client:
        client.sendall(head.encode())
        client.settimeout(0.05)
        sent = b""
        while not sent and monotonic() < before + 10:
            client.sendall(b" ")
            try:
                sent = client.recv(2**16)
            except TimeoutError:
                continue
        client.settimeout(10)
        answers = said(sent + heard(client))
    assert words in refused(answers[0], 408)
    assert monotonic() - before < SOON + 3


def test_a_body_that_nobody_wants_is_not_waited_for(address: Address) -> None:
    with joined(address) as client:
        client.sendall(b"POST /nowhere HTTP/1.1\r\nHost: test\r\nContent-Length: 9000\r\n\r\n")
        before = monotonic()
        while monotonic() < before + 10:
            try:
                client.sendall(b" ")
            except OSError:
                break
            sleep(0.02)
    assert monotonic() - before < SOON + 2


def test_an_export_that_nobody_reads_ends(address: Address) -> None:
    """And nobody takes the part of it for the whole; its place is free for another meanwhile."""
    with ExitStack() as stack:
        stalled = [stack.enter_context(joined(address)) for _ in range(3)]
        for client in stalled:
            client.sendall(b"GET /v1/trade-metrics/export?format=ndjson HTTP/1.1\r\nHost: test\r\n\r\n")
        (answer,) = asked(address, b"GET /v1/treaties/export HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
        assert answer.body.endswith(b"0\r\n\r\n")
        sleep(2 * SOON)
        for client in stalled:
            assert not heard(client).endswith(b"0\r\n\r\n")


def test_the_figures_in_force_are_those_of_people() -> None:
    assert (api.protocol.SENDING, api.protocol.READING, api.bodies.WHOLE, api.uploads.STALL) == (10, 30, 30, 30)
