"""What the processes that share a port count of the requests they answer.

Each counts in a dictionary of its own, which costs well under a microsecond, and writes it to a file once a second; to
read is to add up the files, those of processes that have ended too. Templates of routes, and few methods, bound it.
"""

import asyncio
import os
from bisect import bisect_left
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import time_ns
from typing import Any

import msgspec

from models.settings import settings

BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Seconds that the steps of the histogram end with; one more step has no end."""

OTHER = "other"
"""What stands for a path that no route has, and for a method that a client has made up."""

CUT = b"cut"
"""The status of an answer that has not ended: its client went away, or it was cut off."""

EVERY = 1.0
"""Seconds between two times that a process writes down what it has counted."""

Cell = tuple[str, str, bytes]
"""Route, method and status of requests that are counted together."""


class Seen(msgspec.Struct):
    """What a process has counted: requests by step and their seconds, totals that only grow, and levels of now."""

    pid: int
    requests: list[tuple[Cell, list[float]]]
    totals: dict[str, float]
    levels: dict[str, float]


class Counts:
    """The requests of this process."""

    def __init__(self) -> None:
        self.cells: dict[Cell, list[float]] = {}
        self.named: Callable[[str, str], tuple[str, str]] = lambda _path, _method: (OTHER, OTHER)

    def count(self, scope: Any, status: bytes, seconds: float) -> None:
        """Count the answer to a request."""
        self.add((*self.named(scope["path"], scope["method"]), status), seconds)

    def add(self, cell: Cell, seconds: float) -> None:
        """Count an answer in a cell: a number for each step, and the seconds of all."""
        numbers = self.cells.get(cell)
        if numbers is None:
            numbers = self.cells[cell] = [0] * (len(BOUNDS) + 2)
        numbers[bisect_left(BOUNDS, seconds)] += 1
        numbers[-1] += seconds


COUNTS = Counts()
OWN = f"{os.getpid()}-{time_ns()}"
"""The name of the file of this process: its number may have been that of another before."""


@asynccontextmanager
async def shared(seen: Callable[[], Seen]) -> AsyncIterator[None]:
    """Write down what this process has seen, again and again and at its end, where others are to add it up."""
    if not settings().metrics_folder:
        yield
        return
    task = asyncio.create_task(_sharing(seen))
    try:
        yield
    finally:
        task.cancel()
        _write(seen())


async def _sharing(seen: Callable[[], Seen]) -> None:
    while True:
        _write(seen())
        await asyncio.sleep(EVERY)


def _write(seen: Seen) -> None:
    file = Path(settings().metrics_folder) / OWN
    new = file.with_suffix(".new")
    # Nobody reads half of it. To have nowhere to write must not stop what is counted.
    with suppress(OSError):
        new.write_bytes(msgspec.json.encode(seen))
        new.replace(file)


def others() -> Iterator[Seen]:
    """Give what the other processes have seen, as of a second ago; of those that have ended, no levels."""
    folder = settings().metrics_folder
    for file in sorted(Path(folder).glob("*[0-9]")) if folder else ():
        if file.name != OWN:
            with suppress(FileNotFoundError):
                seen = msgspec.json.decode(file.read_bytes(), type=Seen)
                yield seen if _lives(seen.pid) else msgspec.structs.replace(seen, levels={})


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def added(all: list[Seen]) -> Seen:
    """Add up what several processes have seen."""
    cells: dict[Cell, list[float]] = {}
    totals, levels = Counter[str](), Counter[str]()
    for seen in all:
        totals.update(seen.totals)
        levels.update(seen.levels)
        for cell, numbers in seen.requests:
            cells[cell] = [a + b for a, b in zip(cells.get(cell) or [0] * len(numbers), numbers, strict=True)]
    return Seen(0, list(cells.items()), dict(totals), dict(levels))
