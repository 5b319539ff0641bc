"""HTTP as the server reads and writes it: what it refuses before the app sees it is a problem document too."""

from asyncio import TimerHandle
from collections import deque
from time import perf_counter
from typing import Any
from uuid import uuid4

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.counting import COUNTS, CUT, OTHER
from api.problems import Problem, response
from api.safety import OF_DATA
from api.stopping import STOPPING
from api.transport import Whole

LONGEST_ADDRESS = 65_535
"""Bytes of an address that the parser takes."""

VERSIONS = ("1.0", "1.1")

HEADERS, MANY = 32_768, 100
"""Bytes of all headers of a request, and how many lines of them, that are taken."""

READ = 2**18
"""Bytes that the event loop reads at once, at most."""

SENDING = 10.0
"""Seconds from the first byte of a request, or from the opening of a connection, until its head must be there."""

READING = 30.0
"""Seconds that a client may leave what is sent to it unread."""

LINGER = 1.0
"""Seconds that a client has to finish sending what is refused, and to read why."""


def too_much() -> Problem:
    """Give the problem of headers that are too long, or too many."""
    return Problem("headers-too-large", f"Headers may have {HEADERS:,} bytes together, and {MANY} lines.")


class Protocol(HttpToolsProtocol):
    """The server's own parser, with limits of time, and with problems as answers where it cannot read a request."""

    late: TimerHandle | None = None
    """What ends the wait for the head of a request."""
    unread: TimerHandle | None = None
    """What ends the wait for a client that does not read."""
    owed: Problem | None = None
    """What is to be answered after the requests before."""
    fault: Problem | None = None
    """What is wrong with a head that could be read."""
    fed = 0
    """Bytes of the head that is being read, and perhaps of what came with its beginning."""

    def connection_made(self, transport: Any) -> None:
        """Begin with a client."""
        self.whole = Whole(transport, self.end)
        self.due: deque[tuple[Any, float]] = deque()
        super().connection_made(self.whole)  # type: ignore[arg-type]
        self.late = self.loop.call_later(SENDING, self.on_late)

    def connection_lost(self, exc: Exception | None) -> None:
        """End with a client."""
        super().connection_lost(exc)
        self.hurry_no_more()
        if self.unread:
            self.unread.cancel()
        while self.due:
            self.count(CUT)

    def count(self, status: bytes) -> None:
        """Count the answer to the first request that is under way."""
        scope, begun = self.due.popleft()
        COUNTS.count(scope, status, perf_counter() - begun)

    def hurry_no_more(self) -> None:
        """Do not wait for a head any longer."""
        if self.late:
            self.late.cancel()
            self.late = None

    def data_received(self, data: bytes) -> None:
        """Read on, unless the request has been refused."""
        if self.whole.deaf or self.owed:
            return
        unfinished = self.scope is not None and "method" not in self.scope
        self.fed = self.fed + len(data) if unfinished else len(data)
        super().data_received(data)
        if self.fed > LONGEST_ADDRESS + HEADERS + READ and "method" not in self.scope:
            # The parser keeps a header until it is whole.
            self.fault = too_much()
            self.send_400_response("")
        # Nothing is being answered: the rest must not take long, be it of a head or of a body that nobody wants.
        if (self.cycle is None or self.cycle.response_complete) and not self.late and not self.whole.deaf:
            self.late = self.loop.call_later(SENDING, self.on_late)

    def on_headers_complete(self) -> None:
        """Hand a request to the app."""
        self.hurry_no_more()
        self.fault = self.faulty()
        if self.fault:
            # The parser stops, and asks for an answer.
            raise self.fault
        super().on_headers_complete()
        self.due.append((self.scope, perf_counter()))
        if STOPPING.is_set():
            self.cycle.keep_alive = False

    def faulty(self) -> Problem | None:
        """Give what is wrong with the headers of a request, if anything."""
        version = self.parser.get_http_version()
        if version not in VERSIONS:
            return Problem("malformed-request", f"HTTP/{version} is not spoken here. Send HTTP/1.1.")
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts != 1 and (hosts or version != "1.0"):
            return Problem("malformed-request", f"There are {hosts} `Host` headers. Send one (RFC 9112, 3.2).")
        if len(self.headers) > MANY:
            return too_much()
        # To count is needed only where there may be too much.
        long = self.fed > HEADERS and sum(len(name) + len(value) for name, value in self.headers) > HEADERS
        return too_much() if long else None

    def on_response_complete(self) -> None:
        """Go on to the next request, when this answer is sent."""
        self.whole.flush()
        if self.due:
            self.count(self.whole.status)
        last = not self.pipeline
        super().on_response_complete()
        if self.owed and last and not self.transport.is_closing():
            self.answer(self.owed)

    def on_late(self) -> None:
        """Refuse a head that takes too long; the rest of a body that was answered before is not worth a word."""
        self.late = None
        if self.scope is None or "method" not in self.scope:
            self.refuse(Problem("request-timeout", f"No whole request came within {SENDING:.0f} seconds."))
        else:
            self.shut()

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read."""
        if len(getattr(self, "url", b"")) > LONGEST_ADDRESS:
            msg = f"The address has more than {LONGEST_ADDRESS} bytes. Ask for less at once."
            self.fault = Problem("uri-too-long", msg)
        self.refuse(self.fault or Problem("malformed-request", msg))

    def _unsupported_upgrade_warning(self) -> None:
        # What comes after it may be in whatever protocol was asked for: the answer is the last one.
        self.cycle.keep_alive = False

    def refuse(self, problem: Problem) -> None:
        """Answer with a problem, after the answers that are due before it, and read nothing more."""
        due = self.cycle is not None and not self.cycle.response_complete
        if self.cycle is not None and self.cycle.more_body and self.cycle.scope is self.scope:
            # It is the body of this request that is at fault.
            if self.cycle.response_started:
                return self.transport.close()
            if self.pipeline:
                self.pipeline.popleft()
            else:
                self.cycle.disconnected, due = True, False
                self.cycle.message_event.set()
        if due:
            self.owed = problem
        else:
            self.answer(problem)

    def answer(self, problem: Problem) -> None:
        """Send a problem, and close."""
        answer = response(problem, "/")
        self.due.clear()
        COUNTS.add((OTHER, OTHER, str(answer.status_code).encode()), 0)
        headers = [*answer.raw_headers, *OF_DATA, (b"x-request-id", uuid4().hex.encode()), (b"connection", b"close")]
        lines = [name + b": " + value + b"\r\n" for name, value in headers]
        self.transport.write(b"".join([STATUS_LINE[answer.status_code], *lines, b"\r\n", bytes(answer.body)]))
        self.linger()

    def end(self) -> None:
        """Close; where a client still sends a body, let it finish."""
        if self.cycle is not None and self.cycle.more_body:
            self.linger()
        else:
            self.shut()

    def linger(self) -> None:
        """Say that all is sent, and close later: while a client sends, to close tears the answer from its hands."""
        if self.transport.is_closing():
            return
        self.hurry_no_more()
        self._unset_keepalive_if_required()
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.whole.deaf = True
        self.loop.call_later(LINGER, self.shut)

    def shut(self) -> None:
        """Close, and wait for the client to read what is left for so long only."""
        self.whole.transport.close()
        self.unread = self.unread or self.loop.call_later(READING, self.transport.abort)

    def pause_writing(self) -> None:
        """Wait for a client that does not read, but not for ever."""
        super().pause_writing()
        self.unread = self.unread or self.loop.call_later(READING, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client has read."""
        super().resume_writing()
        if self.unread:
            self.unread.cancel()
            self.unread = None
