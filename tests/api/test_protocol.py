"""HTTP as nobody should send it: each is answered with what is wrong, and hurts nobody else."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from models.api_key import KeyScope
from tests.wire import GOOD, Address, asked, heard, joined, listening, refused, said
from tests.writing import guarded, key, logged

pytestmark = pytest.mark.alike

OK = "GET /healthz HTTP/1.1\r\nHost: a\r\n"
HEADS = {
    "no version": "GET /healthz\r\n\r\n",
    "a version that is none": "GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n",
    "another protocol": "SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "a greeting of TLS": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "HTTP/1.1 without its number": "GET /healthz HTTP\r\nHost: a\r\n\r\n",
    "HTTP/2 in plain": "GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n",
    "no path": "GET HTTP/1.1\r\nHost: a\r\n\r\n",
    "a space in the path": "GET /heal thz HTTP/1.1\r\nHost: a\r\n\r\n",
    "a method nobody has": "FROBNICATE /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "a method of marks": "<script> /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "a method of a thousand letters": "G" * 1000 + " /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "a small method": "get /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "a tunnel": "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "NUL in a path": "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
    "NUL in a header": f"{OK}X: a\0b\r\n\r\n",
    "NUL in the name of a header": f"{OK}X\0: a\r\n\r\n",
    "bare LF": "GET /healthz HTTP/1.1\nHost: a\n\n",
    "bare CR": f"{OK}X: a\rY: b\r\n\r\n",
    "a folded header": f"{OK}X: a\r\n b\r\n\r\n",
    "a space before the colon": f"{OK}X : a\r\n\r\n",
    "no colon": f"{OK}nothing\r\n\r\n",
    "no name": f"{OK}: a\r\n\r\n",
    "no host": "GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": f"{OK}Host: b\r\n\r\n",
    "the same host twice, in HTTP/1.0": "GET /healthz HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
    "two lengths": f"{OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "a length that is none": f"{OK}Content-Length: ten\r\n\r\n",
    "a length below nothing": f"{OK}Content-Length: -1\r\n\r\n",
    "a length with a sign": f"{OK}Content-Length: +1\r\n\r\n",
    "a length past all": f"{OK}Content-Length: {2**64}\r\n\r\n",
    "a length and chunks": f"{OK}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and a length": f"{OK}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "a coding after chunks": f"{OK}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "a coding that is none": f"{OK}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
}
PUT = "PUT /v1/write/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKS = {
    "a chunk past all": f"{PUT}{'f' * 17}\r\n",
    "a size that is none": f"{PUT}xyz\r\n",
    "a size below nothing": f"{PUT}-1\r\n",
    "more than was said": f"{PUT}1\r\nabc\r\n0\r\n\r\n",
    "bare LF": f"{PUT}1\na\n0\n\n",
    "NUL in a trailer": f"{PUT}0\r\nX: \0\r\n\r\n",
}
GOES = {
    "an empty line before": f"\r\n\r\n{OK}Connection: close\r\n\r\n",
    "two spaces": "GET  /healthz  HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "HTTP/1.0 without a host": "GET /healthz HTTP/1.0\r\n\r\n",
    "an address with its host": "GET http://b/healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "another protocol is offered": f"{OK}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
    "the web socket too": f"{OK}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n",
    "a body with GET": f"{OK}Content-Length: 4\r\nConnection: close\r\n\r\nbody",
    "words with a chunk": f"{OK}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n1;a=b\r\na\r\n0\r\n\r\n",
    "letters of Latin": f"{OK}X: \xe9\xff\r\nConnection: close\r\n\r\n",
    "a hundred headers": OK + "".join(f"X-{i}: a\r\n" for i in range(98)) + "Connection: close\r\n\r\n",
    "headers as long as they may be": f"{OK}X: {'a' * 32_700}\r\nConnection: close\r\n\r\n",
}


@pytest.fixture
def address(empty: str) -> Iterator[Address]:
    """A server with an operation that fails."""
    with listening(guarded(), timeout_keep_alive=1) as found:
        yield found


def test_what_cannot_be_read_is_refused_and_hurts_nobody(address: Address) -> None:
    for words, request in (HEADS | CHUNKS).items():
        answers = asked(address, request.encode("latin-1"))
        assert len(answers) == 1, (words, answers)
        assert refused(answers[0], 400), words
        assert answers[0].headers["x-request-id"]
        assert asked(address, GOOD)[0].status == 200, words


def test_what_is_odd_but_right_is_answered(address: Address) -> None:
    for words, request in GOES.items():
        answers = asked(address, request.encode("latin-1"))
        assert [answer.status for answer in answers] == [200], words


@pytest.mark.parametrize("tail", ["", "\r\n\r\n"], ids=["begun", "whole"])
def test_headers_have_an_end(address: Address, tail: str) -> None:
    many = "".join(f"X-{i}: a\r\n" for i in range(100)).removesuffix("\r\n")
    for headers in ("X: " + "a" * 400_000, *([many, "X: " + "a" * 33_000] if tail else [])):
        (answer,) = asked(address, (OK + headers + tail).encode())
        assert "32,768 bytes" in refused(answer, 431)
    (answer,) = asked(address, f"GET /{'a' * 400_000}".encode() + tail.encode())
    refused(answer, 414)


@pytest.mark.parametrize("broken", [HEADS["two hosts"], HEADS["no version"], CHUNKS["a size that is none"]])
def test_an_error_waits_for_the_answers_before_it(address: Address, broken: str) -> None:
    """The clients of both requests get their own answer, in the order in which they asked."""
    good = "GET /problems HTTP/1.1\r\nHost: a\r\n\r\n"
    *before, last = asked(address, (good * 2 + broken).encode())
    assert [answer.status for answer in before] == [200, 200]
    refused(last, 400)


def test_requests_in_a_row_are_answered_in_a_row(address: Address) -> None:
    paths = ("healthz", "nowhere", "docs", "problems/conflict") * 25
    sent = "".join(f"GET /{path} HTTP/1.1\r\nHost: a\r\n\r\n" for path in paths)
    answers = asked(address, sent.encode() + GOOD)
    assert [answer.status for answer in answers] == [200, 404, 200, 200] * 25 + [200]


def test_an_error_does_not_end_a_connection(address: Address) -> None:
    with joined(address) as client, logged() as lines:
        for number in range(300):
            client.sendall(f"POST /v1/fail/{number} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{{}}".encode())
            client.sendall(OK.encode() + b"\r\n")
        client.sendall(GOOD)
        answers = said(heard(client))
    assert [answer.status for answer in answers] == [500, 200] * 300 + [200]
    assert len([line for line in lines if "unexpected RuntimeError" in line]) == 300
    assert not any(b"RuntimeError" in answer.body or b"Traceback" in answer.body for answer in answers)


HUGE = {
    "a body of known length": (f"Content-Length: {300 * 2**20}\r\n\r\n", 413),
    "a body in chunks": ("Transfer-Encoding: chunked\r\n\r\n12c00000\r\n", 413),
    "a header": ("X: ", 431),
}


def held() -> int:
    """Give the bytes that this process holds in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="what a process holds is not told here")
@pytest.mark.parametrize("what", HUGE)
def test_too_much_is_refused_without_taking_it(address: Address, what: str) -> None:
    begin, status = HUGE[what]
    given = key(KeyScope.WRITE)
    head = f"PUT /v1/treaties/x HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nX-API-Key: {given}\r\n{begin}"
    part = b"x" * 2**20

    def send() -> None:
        try:
            for _ in range(300):
                client.sendall(part)
        except OSError:
            return

    with joined(address) as client:
        before = held()
        client.sendall(head.encode())
        sending = Thread(target=send)
        sending.start()
        answer = said(heard(client))[0]
        sending.join()
        assert held() - before < 10 * 10**6
    refused(answer, status)
    assert asked(address, GOOD)[0].status == 200
