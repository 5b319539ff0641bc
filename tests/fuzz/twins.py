"""Two servers, one on each database, that are asked the same over connections which stay open.

On such a connection a reset is seen: the answer, or the next one, does not come.
"""

import json
import socket
from collections import Counter
from collections.abc import Iterable
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlsplit

IDLE = 2.0
"""Seconds after which a connection is opened anew: the server closes one that is idle for five."""

KEY = b"{key}"
"""Stands in an input where the key of a server goes."""

MOST = 20
"""Faults that are told in full."""


class Answer(NamedTuple):
    """What a server answered; no status at all where it closed the connection."""

    status: int
    kind: str
    body: bytes

    def json(self) -> Any:
        """Read its body."""
        return json.loads(self.body)


class Input(NamedTuple):
    """One request, byte by byte, with words on what is wrong with it."""

    words: str
    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    keyed: bool = False

    def raw(self) -> bytes:
        """Write it; letters past Latin-1 are for who percent-encodes them."""
        given = {name.lower() for name, _ in self.headers}
        lines = [f"{self.method} {self.target} HTTP/1.1".encode("latin-1")]
        lines += [b"Host: test"] if "host" not in given else []
        lines += [f"{name}: {value}".encode("latin-1") for name, value in self.headers]
        lines += [b"X-API-Key: " + KEY] if self.keyed else []
        if self.body is not None:
            lines.append(f"Content-Length: {len(self.body)}".encode())
            lines += [b"Content-Type: application/json"] if "content-type" not in given else []
        return b"\r\n".join([*lines, b"", self.body or b""])


class Line:
    """A connection to one server, open until the server says that it closes it."""

    def __init__(self, base: str, key: str) -> None:
        url = urlsplit(base)
        self.address, self.key = (str(url.hostname), url.port or 80), key.encode()
        self.socket: socket.socket | None = None
        self.heard = 0.0

    def send(self, request: bytes) -> None:
        """Send a request; a connection that has been idle is not trusted."""
        if self.socket and monotonic() - self.heard > IDLE:
            self.close()
        self.socket = self.socket or socket.create_connection(self.address, timeout=60)
        head, end, body = request.partition(b"\r\n\r\n")
        self.socket.sendall(head.replace(KEY, self.key) + end + body)

    def hear(self, method: str) -> Answer:
        """Read the answer."""
        assert self.socket
        try:
            answer = HTTPResponse(self.socket, method=method)
            answer.begin()
            found = Answer(answer.status, answer.headers.get_content_type(), answer.read())
        except (OSError, HTTPException) as error:
            self.close()
            return Answer(0, type(error).__name__, b"")
        self.heard = monotonic()
        if answer.will_close:
            self.close()
        return found

    def ask(self, one: Input) -> Answer:
        """Send an input, and read the answer."""
        self.send(one.raw())
        return self.hear(one.method)

    def close(self) -> None:
        """Begin anew with the next request."""
        if self.socket:
            self.socket.close()
        self.socket = None


class Twins:
    """Asks both servers, and keeps what should not be."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines, self.faults, self.statuses = lines, list[str](), Counter[int]()

    def ask(self, one: Input, *, alike: bool = False) -> list[Answer]:
        """Send an input to both, and judge their answers; `alike` where not the status alone must be the same."""
        request = one.raw()
        for line in self.lines:
            line.send(request)
        answers = [line.hear(one.method) for line in self.lines]
        self.judge(one, answers, alike=alike)
        return answers

    def judge(self, one: Input, answers: list[Answer], *, alike: bool = False) -> None:
        """Keep what is wrong with answers by themselves, and where they differ."""
        self.statuses[answers[0].status] += 1
        wrong = [words for answer in answers if (words := amiss(one, answer))]
        first, other = answers
        if first.status != other.status:
            wrong.append(f"{first.status} and {other.status}")
        elif alike and told(first) != told(other):
            wrong.append(f"answers differ: {first.body[:300]!r} and {other.body[:300]!r}")
        self.faults += [f"{one.words}: {one.method} {one.target[:300]}: {words}" for words in wrong]

    def run(self, inputs: Iterable[Input], *, alike: bool = False) -> int:
        """Ask everything, and tell how many inputs there were.

        Raises AssertionError with what is wrong, if anything.
        """
        number = sum(1 for one in inputs if self.ask(one, alike=alike))
        self.check()
        return number

    def check(self) -> None:
        """Raise AssertionError with all that was wrong so far, if anything."""
        found, self.faults = self.faults, []
        assert not found, f"{len(found)} faults\n" + "\n".join(found[:MOST])


def told(answer: Answer) -> Any:
    """Give what an answer says, where that is the same whatever database it is from."""
    return answer.json() if (answer.status, answer.kind) == (200, "application/json") else None


def amiss(one: Input, answer: Answer) -> str:
    """Tell what is wrong with an answer by itself; nothing for a good one."""
    if answer.status == 0:
        return f"the connection broke: {answer.kind}"
    if answer.status >= 500:
        return f"{answer.status}: {answer.body[:300]!r}"
    if answer.status < 400:
        return ""
    if answer.kind != "application/problem+json":
        return f"{answer.status} as {answer.kind}"
    if one.method != "HEAD" and answer.json()["status"] != answer.status:
        return f"{answer.status}, but its document says otherwise"
    return ""
