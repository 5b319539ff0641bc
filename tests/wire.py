"""A server in a thread of the tests, and HTTP by hand over its sockets."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Thread
from time import monotonic, sleep
from typing import Any, NamedTuple

import pytest
import uvicorn

from api.main import Entente, create_app
from models.settings import settings

Address = tuple[str, int]
GOOD = b"GET /healthz HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"


@cache
@cache
def app_with(name: str, value: str) -> Entente:
    """Make an app under one setting of its own; the database is that of each request."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(name, value)
        settings.cache_clear()
        made = create_app()
    settings.cache_clear()
    return made


class Said(NamedTuple):
    """One answer."""

    status: int
    headers: dict[str, str]
    body: bytes


@contextmanager
def listening(app: Any, **given: Any) -> Iterator[Address]:
    """Serve an app as `entente serve` does, and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        # What a client does not read is to be felt here, not kept by the system: it would take megabytes.
        place.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**16)
        usual: dict[str, Any] = {
            "http": "api.protocol:Protocol",
            "loop": "api.loop:Loop",
            "ws": "none",
            "lifespan": "off",
            "log_level": "critical",
        }
        server = uvicorn.Server(uvicorn.Config(app, **usual, **given))
        thread = Thread(target=server.run, kwargs={"sockets": [place]})
        thread.start()
        try:
            end = monotonic() + 20
            while not server.started and monotonic() < end:
                sleep(0.01)
            yield place.getsockname()
        finally:
            server.should_exit = True
            thread.join(20)


def joined(address: Address) -> socket.socket:
    """Connect; nothing takes longer than ten seconds."""
    return socket.create_connection(address, timeout=10)


def heard(client: socket.socket) -> bytes:
    """Read until the server closes."""
    parts = []
    while part := client.recv(2**16):
        parts.append(part)
    return b"".join(parts)


def said(sent: bytes) -> list[Said]:
    """Read what a server said, answer by answer."""
    answers = []
    while sent:
        head, _, rest = sent.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        length = int(headers.get("content-length", len(rest)))
        answers.append(Said(int(first.split()[1]), headers, rest[:length]))
        sent = rest[length:]
    return answers


def asked(address: Address, request: bytes) -> list[Said]:
    """Send bytes on a new connection, and read until the server closes it."""
    with joined(address) as client:
        client.sendall(request)
        return said(heard(client))


def refused(answer: Said, status: int) -> str:
    """Hold an answer to be the last one, and a problem; give its detail."""
    assert answer.status == status, answer
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["connection"] == "close"
    body = json.loads(answer.body)
    assert body["status"] == status
    return str(body["detail"])
