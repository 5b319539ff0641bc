"""Answers that are cut between two sockets: what the client is told by HTTP itself, not by a stand-in for it."""

import gzip
import json
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from entente_client import Cut, Retries, Unreachable
from tests.clients.test_recorded_faults import META
from tests.clients.wires import Face

pytestmark = pytest.mark.alike

LINGER = struct.pack("ii", 1, 0)
"""To close a connection at once, with a reset."""

QUICK = Retries(attempts=3, base=0.0)


@contextmanager
def wire(*answers: bytes, reset: bool = False) -> Iterator[str]:
    """Listen, answer each connection with the next bytes, the last for ever, and close it; give the address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=answering, args=(listening, list(answers), reset))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def answering(listening: socket.socket, answers: list[bytes], reset: bool) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection:
            connection.recv(65_536)
            connection.sendall(answers[0])
            if reset and len(answers) > 1:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
        del answers[: len(answers) > 1]


def answer(body: bytes, *headers: str, version: str = "HTTP/1.1") -> bytes:
    return "\r\n".join([f"{version} 200 OK", "Connection: close", *headers, "", ""]).encode() + body


def chunk(part: bytes) -> bytes:
    return f"{len(part):x}\r\n".encode() + part + b"\r\n"


LINES = b"id,title\r\n" + b"a,b\r\n" * 5_000
PACKED = gzip.compress(LINES)[:-40]
CHUNKED = "Transfer-Encoding: chunked"
CUTS = {
    "no last chunk": answer(chunk(LINES), "Content-Type: text/csv", CHUNKED),
    "within a chunk": answer(chunk(LINES)[:-9], "Content-Type: text/csv", CHUNKED),
    "fewer bytes than told": answer(LINES, "Content-Type: text/csv", f"Content-Length: {len(LINES) + 1}"),
    "no length": answer(LINES, "Content-Type: text/csv"),
    "an old server": answer(LINES, "Content-Type: text/csv", version="HTTP/1.0"),
    "packed": answer(chunk(PACKED) + chunk(b""), "Content-Type: text/csv", CHUNKED, "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_file_that_is_cut_raises(name: str, face: Face) -> None:
    with wire(CUTS[name]) as base:
        client = face.client(base, retries=QUICK)
        with pytest.raises(Cut):
            face.all(client.treaties.export(format="csv"))
        face.close(client)


def test_a_whole_file_does_not(face: Face) -> None:
    body = chunk(gzip.compress(LINES)) + chunk(b"")
    with wire(answer(body, "Content-Type: text/csv", CHUNKED, "Content-Encoding: gzip")) as base:
        client = face.client(base, retries=QUICK)
        assert b"".join(face.all(client.treaties.export(format="csv"))) == LINES
        face.close(client)


@pytest.mark.parametrize("reset", [True, False])
def test_an_answer_that_is_cut_is_asked_for_again(reset: bool, face: Face) -> None:
    body = json.dumps(META).encode()
    whole = answer(body, "Content-Type: application/json", f"Content-Length: {len(body)}")
    with wire(whole[:-9], b"", whole, reset=reset) as base:
        client = face.client(base, retries=QUICK)
        assert face.do(client.meta()).revision == META["revision"]
        face.close(client)
    with wire(whole[:-9], reset=reset) as base:
        client = face.client(base, retries=QUICK)
        with pytest.raises(Unreachable, match="attempts: 3"):
            face.do(client.meta())
        face.close(client)
