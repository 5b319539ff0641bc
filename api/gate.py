"""How many requests work at once, how long the others wait for their turn, and when it is too long for all of them.

Who is turned away has waited: a client that asks again at once must not cost more than one that is served.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from anyio import CapacityLimiter, to_thread
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.faults import Busy, is_passing
from models.engines import SPARE
from models.lifeline import HELD, Lifeline, is_cut
from models.settings import settings

PATIENCE, LINE = 1.0, 1_000
"""Seconds that a request waits for its turn, and how many wait at most."""

TOGETHER = 8
"""Short reads between two looks at who else has come: so many that a look costs little, so few that none is late."""

GRACE = 2.0
"""Seconds that a request may take beside those of its query: for its turn, its key and a connection.

When they are over too, the database is held to be away.
"""

SINCE: ContextVar[float] = ContextVar("since")
"""When a request came, on the monotonic clock: the one from which all that it waits for is counted."""

MOMENT, PAUSE = 0.7, 0.05
"""Seconds that a read is tried again where there are replicas, and between two tries."""

Result = TypeVar("Result")


class Turns:
    """Lets short work be done in place, a few together between two looks of the event loop, in the order it came."""

    def __init__(self) -> None:
        self.loop, self.begun = asyncio.get_running_loop(), 0
        self.line: deque[asyncio.Future[None]] = deque()

    def free(self) -> bool:
        """Take a turn, if there is one before the next look."""
        if self.begun >= TOGETHER:
            return False
        self.begun += 1
        if self.begun == TOGETHER:
            self.loop.call_soon(self.next)
        return True

    async def wait(self) -> None:
        """Wait for a turn after a look.

        Raises Busy where it does not come in time.
        """
        if len(self.line) >= LINE:
            raise Busy
        turn = self.loop.create_future()
        self.line.append(turn)
        try:
            async with asyncio.timeout(PATIENCE):
                await turn
        except TimeoutError:
            raise Busy from None

    def next(self) -> None:
        """Give turns to those who wait."""
        self.begun = 0
        while self.line and self.begun < TOGETHER:
            turn = self.line.popleft()
            if not turn.done():
                self.free()
                turn.set_result(None)


class Gate:
    """What all requests for data pass, in one event loop."""

    def __init__(self) -> None:
        self.turns = Turns()
        connections, exports = settings().pool_size, settings().exports
        # Exports have connections of their own, and cannot take all.
        self.places = CapacityLimiter(max(1, connections - exports))
        self.exports = CapacityLimiter(max(1, min(exports, connections - 1)))
        # More than one write could not go on, and would hold threads.
        self.writer = CapacityLimiter(1)
        # More would wait for a connection; and hundreds that start at once stop everything else for a while.
        self.threads = CapacityLimiter(connections + SPARE)

    async def in_thread(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Do work that reads in a thread, when there is a place.

        Raises Busy where there is none in time, and what the work raises.
        """
        async with room(self.places, PATIENCE):
            return await self.aside(work, *arguments)

    async def aside(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Do work that reads a row or two, without which nothing else can begin: it needs no place."""
        return await self.watched(remaining(settings().query_timeout + GRACE), insisting, work, *arguments)

    async def watched(self, within: float, work: Callable[..., Result], *arguments: Any) -> Result:
        """Do work in a thread; `within` so many seconds, with all waits: for the thread, a connection, the database.

        Then nobody waits for it any more, and the connection that it has, or is about to get, is broken.
        Raises TimeoutError of SQLAlchemy, as where no connection is free.
        """
        line = Lifeline(time.monotonic() + within)
        before = HELD.set(line)
        try:
            async with asyncio.timeout(within):
                return await to_thread.run_sync(work, *arguments, limiter=self.threads, abandon_on_cancel=True)
        except TimeoutError:
            raise PoolTimeout("The database has not answered in time.") from None
        finally:
            if time.monotonic() >= line.until:
                line.cut()
            HELD.reset(before)


def remaining(seconds: float) -> float:
    """Give what is left, now, of so many seconds since the request came."""
    now = time.monotonic()
    return SINCE.get(now) + seconds - now


@contextmanager
def uncounted() -> Iterator[None]:
    """Wait for the client: what it takes to send a body is not counted."""
    began = time.monotonic()
    yield
    now = time.monotonic()
    SINCE.set(SINCE.get(now) + now - began)


@asynccontextmanager
async def room(limiter: CapacityLimiter, patience: float) -> AsyncIterator[None]:
    """Take one of so many places, and give it back at the end.

    Raises Busy where too many wait, or none is free within `patience` seconds.
    """
    who = object()
    if limiter.statistics().tasks_waiting >= LINE:
        raise Busy
    try:
        async with asyncio.timeout(patience):
            await limiter.acquire_on_behalf_of(who)
    except TimeoutError:
        raise Busy from None
    try:
        yield
    finally:
        limiter.release_on_behalf_of(who)


def insisting(work: Callable[..., Result], *arguments: Any) -> Result:
    """Do work, once more where its connection was broken: all are when their server has started again.

    Where there are replicas, again and again for a moment: while one becomes the primary, each may break, and one is
    there soon.
    """
    end, tries = time.monotonic() + (MOMENT if settings().database_read_url else 0), 0
    while True:
        try:
            return work(*arguments)
        except sa.exc.DBAPIError as error:
            tries += 1
            if not _helps(error, tries, end):
                raise
        if tries > 1:
            time.sleep(PAUSE)


def _helps(error: sa.exc.DBAPIError, tries: int, end: float) -> bool:
    """Tell whether another try may help."""
    if is_cut():
        return False
    return (tries == 1 and error.connection_invalidated) or (is_passing(error) and time.monotonic() < end)


_GATES: WeakKeyDictionary[asyncio.AbstractEventLoop, Gate] = WeakKeyDictionary()


def gate() -> Gate:
    """Give the gate of this event loop."""
    loop = asyncio.get_running_loop()
    if (found := _GATES.get(loop)) is None:
        found = _GATES[loop] = Gate()
    return found
