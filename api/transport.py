"""How the bytes of answers leave."""

from collections.abc import Callable
from typing import Any


class Whole:
    """A transport that sends the head of an answer together with its body: each packet costs as much as a short query.

    ASGI has it so: nothing is sent of an answer before there is some of its body.
    """

    def __init__(self, transport: Any, end: Callable[[], None]) -> None:
        self.transport, self.end, self.head, self.deaf = transport, end, b"", False
        self.status = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def write(self, data: bytes) -> None:
        """Send something, after the head that was held back, if any; hold back what is a head and nothing else."""
        if self.head:
            self.transport.write(self.head + data)
            self.head = b""
        elif data.endswith(b"\r\n\r\n") and data.startswith(b"HTTP/1.1 ") and data[9:12] != b"100":
            self.head, self.status = data, data[9:12]
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
        self.end()

    def is_closing(self) -> bool:
        """Tell whether nothing more is read."""
        return self.deaf or bool(self.transport.is_closing())
