"""HTTP as the server reads it: what it refuses before the app sees it is a problem document too."""

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.problems import Problem, response

LONGEST_ADDRESS = 65_535
"""Bytes of an address that the parser takes."""

LINGER = 1.0
"""Seconds that a client has to finish sending what is refused, and to read why."""


class Protocol(HttpToolsProtocol):
    """The server's own parser, which answers in plain text where it cannot read a request."""

    refused = False

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, and close the connection."""
        too_long = len(getattr(self, "url", b"")) > LONGEST_ADDRESS
        detail = f"The address has more than {LONGEST_ADDRESS} bytes. Ask for less at once." if too_long else msg
        answer = response(Problem("uri-too-long" if too_long else "malformed-request", detail), "/")
        headers = [*answer.raw_headers, (b"connection", b"close")]
        lines = [name + b": " + value + b"\r\n" for name, value in headers]
        self.transport.write(b"".join([STATUS_LINE[answer.status_code], *lines, b"\r\n", bytes(answer.body)]))
        # To close while the client still sends would tear the answer from its hands.
        self.refused = True
        self.loop.call_later(LINGER, self.transport.close)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the request has been refused."""
        if not self.refused:
            super().data_received(data)
