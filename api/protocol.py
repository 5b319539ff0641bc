"""HTTP as the server reads and writes it: what it refuses before the app sees it is a problem document too."""

from typing import Any
from uuid import uuid4

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.problems import Problem, response

LONGEST_ADDRESS = 65_535
"""Bytes of an address that the parser takes."""

LINGER = 1.0
"""Seconds that a client has to finish sending what is refused, and to read why."""


class Whole:
    """A transport that sends the head of an answer together with its body: each packet costs as much as a short query.

    ASGI has it so: nothing is sent of an answer before there is some of its body.
    """

    def __init__(self, transport: Any) -> None:
        self.transport, self.head = transport, b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def write(self, data: bytes) -> None:
        """Send something, after the head that was held back, if any; hold back what is a head and nothing else."""
        if self.head:
            self.transport.write(self.head + data)
            self.head = b""
        elif data.endswith(b"\r\n\r\n") and data.startswith(b"HTTP/1.1 ") and data[9:12] != b"100":
            self.head = data
        else:
            self.transport.write(data)

    def flush(self) -> None:
        """Send the head of an answer that has no body."""
        if self.head:
            self.transport.write(self.head)
            self.head = b""

    def close(self) -> None:
        """Close when all is sent."""
        self.flush()
        self.transport.close()


class Protocol(HttpToolsProtocol):
    """The server's own parser, which answers in plain text where it cannot read a request."""

    refused = False

    def connection_made(self, transport: Any) -> None:
        """Begin with a client."""
        self.whole = Whole(transport)
        super().connection_made(self.whole)  # type: ignore[arg-type]

    def on_response_complete(self) -> None:
        """Go on to the next request, when this answer is sent."""
        self.whole.flush()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, and close the connection."""
        too_long = len(getattr(self, "url", b"")) > LONGEST_ADDRESS
        detail = f"The address has more than {LONGEST_ADDRESS} bytes. Ask for less at once." if too_long else msg
        answer = response(Problem("uri-too-long" if too_long else "malformed-request", detail), "/")
        headers = [*answer.raw_headers, (b"x-request-id", uuid4().hex.encode()), (b"connection", b"close")]
        lines = [name + b": " + value + b"\r\n" for name, value in headers]
        self.transport.write(b"".join([STATUS_LINE[answer.status_code], *lines, b"\r\n", bytes(answer.body)]))
        # To close while the client still sends would tear the answer from its hands.
        self.refused = True
        self.loop.call_later(LINGER, self.transport.close)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the request has been refused."""
        if not self.refused:
            super().data_received(data)
