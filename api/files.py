"""Files that are written as fast as the database gives them, and sent as fast as the client takes them.

What is written waits in a file without a name, on disk: a client that is slow, or stopped, holds neither a connection
nor memory.
"""

import asyncio
import os
import tempfile
from collections.abc import Callable, Generator
from contextlib import suppress
from enum import StrEnum
from threading import Lock

import sqlalchemy as sa
from anyio import to_thread
from fastapi.responses import Response
from starlette.types import Message, Receive, Scope, Send
from starlette_compress import add_compress_type

from api.faults import Busy
from api.gate import GRACE, gate, room
from models.database import answering
from models.driver import interrupt
from models.settings import settings


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"


for type_ in ("text/csv", "application/x-ndjson"):
    add_compress_type(type_)

MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.NDJSON: "application/x-ndjson",
    Format.PARQUET: "application/vnd.apache.parquet",
}

Make = Callable[[sa.Connection], Generator[bytes, None, None]]
"""Makes the parts of a file from one snapshot of the data."""

PATIENCE = 7.0
"""Seconds that an export waits for others to be read."""

PART = 2**18
"""Bytes that are sent at once."""


class Spool:
    """What is written of a file, and how much of it may be read."""

    def __init__(self, make: Make) -> None:
        self.make, self.loop, self.more = make, asyncio.get_running_loop(), asyncio.Event()
        self.file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
        self.written, self.sent, self.stopped = 0, 0, False
        self.lock = Lock()
        self.connection: sa.Connection | None = None

    def write(self) -> None:
        """Write all of it."""
        with answering(settings().export_timeout) as connection:
            self.hold(connection)
            try:
                for part in self.make(connection):
                    if self.stopped:
                        return
                    self.file.write(part)
                    self.written += len(part)
                    self.loop.call_soon_threadsafe(self.more.set)
            finally:
                # Before it goes back to the pool: whoever has it next must not be stopped.
                self.hold(None)

    def hold(self, connection: sa.Connection | None) -> None:
        """Note which connection is used."""
        with self.lock:
            self.connection = connection

    def stop(self) -> None:
        """Stop writing, and the query that is running."""
        with self.lock:
            self.stopped = True
            if self.connection is not None:
                interrupt(self.connection)

    async def part(self) -> bytes:
        """Read the next part of what is there."""
        part = await to_thread.run_sync(os.pread, self.file.fileno(), PART, self.sent)
        self.sent += len(part)
        return part


class File(Response):
    """A file that is sent while it is written; when the client goes away, the query is stopped."""

    def __init__(self, make: Make, media_type: str, headers: dict[str, str]) -> None:
        super().__init__(headers=headers, media_type=media_type)
        del self.headers["content-length"]
        self.make = make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, part by part."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        if scope.get("head"):
            await send(start)
            return await send({"type": "http.response.body", "body": b""})
        spool = Spool(self.make)
        writer, gone = asyncio.ensure_future(_written(spool)), asyncio.ensure_future(_gone(receive))
        try:
            await _sent(spool, writer, gone, start, send)
        finally:
            gone.cancel()
            await to_thread.run_sync(spool.stop)
            with suppress(sa.exc.SQLAlchemyError, OSError, Busy):
                await writer
            spool.file.close()


async def _sent(
    spool: Spool, writer: "asyncio.Future[None]", gone: "asyncio.Future[None]", start: Message, send: Send
) -> None:
    # Some of it is written before anything is sent: what fails until then is told as any fault.
    await _more(spool, writer, gone)
    if writer.done():
        writer.result()
    if not gone.done():
        await send(start)
    while not gone.done():
        ended = writer.done()
        if part := await spool.part():
            await send({"type": "http.response.body", "body": part, "more_body": True})
        elif ended:
            # What failed on the way ends the connection, not the file: nobody takes a part of it for the whole.
            writer.result()
            return await send({"type": "http.response.body", "body": b""})
        else:
            await _more(spool, writer, gone)


async def _more(spool: Spool, *ends: "asyncio.Future[None]") -> None:
    """Wait until there is more to send, or an end."""
    spool.more.clear()
    if spool.written > spool.sent:
        return
    more = asyncio.ensure_future(spool.more.wait())
    await asyncio.wait([more, *ends], return_when=asyncio.FIRST_COMPLETED)  # type: ignore[type-var]
    more.cancel()


async def _written(spool: Spool) -> None:
    """Write a file, when it is its turn."""
    async with room(gate().exports, PATIENCE):
        await gate().watched(settings().export_timeout + GRACE, spool.write)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
