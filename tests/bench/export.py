"""One export: how fast the rows of a file come, how soon the first byte, and how much memory it takes."""

import csv
import io
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import NamedTuple

from tests.bench.servers import Server

CHUNK = 65_536


class Export(NamedTuple):
    """MB and rows a second, milliseconds to the first byte of the body, MB of memory that the first one took."""

    rate: float
    rows: float
    first: float
    memory: float


def export(server: Server, path: str, memory: float, _share: float) -> Export:
    """Read an export to its end."""
    start = time.monotonic()
    size, lines, first = 0, -1, 0.0
    for chunk in _chunks(server.port, path):
        first = first or time.monotonic() - start
        size, lines = size + len(chunk), lines + chunk.count(b"\n")
    seconds = time.monotonic() - start
    return Export(size / seconds / 1e6, lines / seconds, first * 1e3, memory)


def _chunks(port: int, path: str) -> Iterator[bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f"{path} is answered with {answer.status}: {answer.read(300)!r}")
        while chunk := answer.read1(CHUNK):
            yield chunk
    finally:
        connection.close()


def first_export(server: Server, path: str) -> tuple[list[str], float]:
    """Give the ids in an export, sorted, and the MB that it took above what the server used when it was idle.

    A process keeps what it once took, so only its first export tells.
    """
    server.forget_peak()
    idle = server.memory("VmRSS")
    body = b"".join(_chunks(server.port, path))
    memory = server.memory("VmHWM") - idle
    return sorted(row["id"] for row in csv.DictReader(io.StringIO(body.decode()))), memory
