"""Files that are read while they come: whether one is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from entente_client.errors import Cut

LINES = ("text/csv", "application/x-ndjson")
"""Kinds of files whose every line has an end."""


class Watch:
    """Looks at the parts of a file as they come."""

    def __init__(self, response: httpx.Response) -> None:
        self.response, self.size, self.last = response, 0, b""

    def seen(self, part: bytes) -> bytes:
        """Look at a part; give it."""
        self.size += len(part)
        self.last = part[-1:] or self.last
        return part

    def cut(self, why: object) -> Cut:
        """Give the error of a file that ended too soon."""
        return Cut(f"{self.response.request.url} was cut after {self.size} bytes: {why}")


@contextmanager
def watched(response: httpx.Response) -> Iterator[Watch]:
    """Watch a file that is read inside; raises Cut where its end is not the end, or nobody could tell."""
    watch = Watch(response)
    if not _delimited(response):
        raise watch.cut("the answer does not tell where it ends")
    try:
        yield watch
    except httpx.RequestError as error:
        raise watch.cut(repr(error)) from error
    if response.headers.get("Content-Type", "").startswith(LINES) and watch.last not in (b"", b"\n"):
        raise watch.cut("its last line has no end")


def _delimited(response: httpx.Response) -> bool:
    framed = not response.http_version.startswith("HTTP/1")
    return framed or "Content-Length" in response.headers or "Transfer-Encoding" in response.headers


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Give where a file is written until it is whole; then it takes its own name, and else it is gone."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
