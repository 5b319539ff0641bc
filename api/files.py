"""Files that are made while they are sent: how their rows are written, and what happens when nobody waits for them."""

import asyncio
import csv
import io
from collections.abc import Callable, Generator
from contextlib import suppress
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from models.database import interrupt, reading
from models.settings import settings

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a text must not begin with in a cell: spreadsheets would run it (OWASP, CSV injection)."""


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    NDJSON = "ndjson"


Rows = list[tuple[Any, ...]]


class Writer(NamedTuple):
    """A form of file: its media type, how it begins, and how rows are written."""

    media_type: str
    begin: Callable[[list[str]], bytes]
    write: Callable[[type[msgspec.Struct], list[bool], Rows], bytes]


def _csv(rows: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _harmless(row: tuple[Any, ...]) -> list[Any]:
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell for cell in row]


def _cells(_struct: type[msgspec.Struct], lists: list[bool], rows: Rows) -> bytes:
    texts = [index for index, is_list in enumerate(lists) if not is_list]
    for number, row in enumerate(rows):
        for index in texts:
            cell = row[index]
            if cell.__class__ is str and cell[:1] in RISKY and cell:
                rows[number] = tuple(_harmless(row))
                break
    return _csv(rows)


def _lines(struct: type[msgspec.Struct], lists: list[bool], rows: Rows) -> bytes:
    places = [index for index, is_list in enumerate(lists) if is_list]
    if places:
        rows = [tuple(msgspec.Raw(cell) if i in places else cell for i, cell in enumerate(row)) for row in rows]
    return msgspec.json.Encoder().encode_lines([struct(*row) for row in rows])


WRITERS = {
    Format.CSV: Writer("text/csv; charset=utf-8; header=present", lambda names: _csv([names]), _cells),
    Format.NDJSON: Writer("application/x-ndjson", lambda _: b"", _lines),
}


Make = Callable[[sa.Connection], Generator[bytes, None, None]]
"""Makes the parts of a file from one snapshot of the data."""


class Parts:
    """The parts of a file, made on a connection of their own."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.connection: sa.Connection | None = None
        self.each = self._parts()

    def _parts(self) -> Generator[bytes, None, None]:
        with reading() as self.connection:
            yield from self.make(self.connection)

    def stop(self) -> None:
        """Stop the query that is running, if one is."""
        if self.connection is not None:
            interrupt(self.connection)


class File(Response):
    """A file that is made while it is sent; when the client goes away, the query is stopped."""

    def __init__(self, make: Make, media_type: str, headers: dict[str, str]) -> None:
        super().__init__(headers=headers, media_type=media_type)
        del self.headers["content-length"]
        self.make = make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, part by part."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if not scope.get("head"):
            async with exports():
                await self._send(Parts(self.make), receive, send)
        await send({"type": "http.response.body", "body": b""})

    @staticmethod
    async def _send(parts: Parts, receive: Receive, send: Send) -> None:
        gone = asyncio.ensure_future(_gone(receive))
        try:
            while not gone.done():
                step = asyncio.ensure_future(to_thread.run_sync(next, parts.each, b""))
                await asyncio.wait({gone, step}, return_when=asyncio.FIRST_COMPLETED)
                if gone.done():
                    parts.stop()
                    with suppress(sa.exc.SQLAlchemyError):
                        await step
                    return
                if not (part := step.result()):
                    return
                await send({"type": "http.response.body", "body": part, "more_body": True})
        finally:
            gone.cancel()
            await to_thread.run_sync(parts.each.close)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


_EXPORTS: RunVar[CapacityLimiter] = RunVar("exports")


def exports() -> CapacityLimiter:
    """Give what lets so many exports run at once, so that they cannot take all connections."""
    try:
        return _EXPORTS.get()
    except LookupError:
        _EXPORTS.set(CapacityLimiter(settings().exports))
        return _EXPORTS.get()
