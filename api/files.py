"""Files that are made while they are sent, and what happens when nobody waits for them any more."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import suppress
from enum import StrEnum

import sqlalchemy as sa
from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send
from starlette_compress import add_compress_type

from models.database import interrupt, reading
from models.settings import settings


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    NDJSON = "ndjson"


for type_ in ("text/csv", "application/x-ndjson"):
    add_compress_type(type_)

MEDIA_TYPES = {Format.CSV: "text/csv; charset=utf-8; header=present", Format.NDJSON: "application/x-ndjson"}

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
                step = asyncio.ensure_future(to_thread.run_sync(next, parts.each, None))
                await asyncio.wait({gone, step}, return_when=asyncio.FIRST_COMPLETED)
                if gone.done():
                    parts.stop()
                    with suppress(sa.exc.SQLAlchemyError):
                        await step
                    return
                if (part := step.result()) is None:
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
