"""Imports that are started, stopped and compared: two files of the same observations, which take turns."""

import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import Past, Revision, TradeMetric, metadata
from models.base import columns
from models.database import reading
from models.engines import is_sqlite
from models.settings import settings
from seed.cli import migrate
from seed.derived import OPERATIONAL
from tests.trade import trade

APART = 1_000_000
"""How much larger each value of the second file is."""

LAYOUT: tuple[str, ...] = ("--set", "indicator=goods", "--set", "flow=export", "--set", "source=one")
LAYOUT += tuple(part for name in ("reporter", "partner", "period", "value") for part in ("--column", f"{name}={name}"))

IMPORT = "/v1/imports?format=trade-csv&filename=one.csv&set=indicator=goods&set=flow=export&set=source=one"
IMPORT += "".join(f"&column={name}={name}" for name in ("reporter", "partner", "period", "value"))
"""The same over HTTP."""

WARM = multiprocessing.get_context("forkserver")
"""Processes that begin with all modules there: a fault is then not one of Python's own start, which takes longest."""
WARM.set_forkserver_preload(["pytest", "pytest.__main__", "seed.cli", "api.main", "tests.faults.imports"])

metric, past, revision = columns(TradeMetric), columns(Past), columns(Revision)


def files(folder: Path, rows: int) -> list[Path]:
    """Write both files."""
    codes = ("AAA", "BBB", "CCC", "WLD", "EUU")
    months = (f"{year}-{month:02}" for year in range(1900, 2025) for month in range(1, 13))
    keys = [f"{a},{b},{month}" for month in months for a in codes for b in codes if a != b][:rows]
    made = [folder / "one.csv", folder / "two.csv"]
    for turn, path in enumerate(made):
        lines = (f"{key},{number + turn * APART}\n" for number, key in enumerate(keys))
        path.write_text("reporter,partner,period,value\n" + "".join(lines))
    return made


def prepare(url: str) -> None:
    """Give the migrated database of the settings what the observations refer to."""
    trade(url, {"source": "two"})
    # It brings up to date what is kept beside that, as each start of a server does.
    migrate()


def importing(path: Path) -> tuple[str, ...]:
    """Give the command that imports a file."""
    return ("entente", "import", "trade-csv", str(path), *LAYOUT)


class Run:
    """A command in a process of its own, which waits for `go`; what it says is kept in a file."""

    def __init__(self, work: Callable[..., object], url: str, kept: Path, *given: Any) -> None:
        self.kept = kept
        gate, self.gate = WARM.Pipe(duplex=False)
        self.process: ForkServerProcess = WARM.Process(target=_run, args=(gate, work, url, str(kept), given))
        self.process.start()
        gate.close()

    def go(self) -> None:
        """Let it begin."""
        self.gate.send(True)

    def end(self, seconds: float | None = 120) -> int | None:
        """Wait for its end, and give how it ended; None where it goes on."""
        self.process.join(seconds)
        return self.process.exitcode

    @property
    def said(self) -> str:
        """What it said."""
        return self.kept.read_text()


def command(*arguments: str) -> None:
    """Run the command of the project."""
    from seed.cli import run

    sys.argv = list(arguments)
    run()


def _run(gate: Connection, work: Callable[..., object], url: str, kept: str, given: tuple[Any, ...]) -> None:
    output = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ["DATABASE_URL"] = url
    settings.cache_clear()
    gate.recv()
    try:
        work(*given)
    except Exception:
        traceback.print_exc()
        sys.exit(70)


def done(url: str, path: Path, kept: Path) -> None:
    """Import a file undisturbed."""
    run = Run(command, url, kept, *importing(path))
    run.go()
    assert run.end() == 0, run.said


class State(NamedTuple):
    """What a database holds: its newest revision, how much history, and all rows but for their revisions."""

    revision: int
    past: int
    revisions: tuple[int, ...]
    rows: dict[str, list[str]]


def state(url: str) -> State:
    """Read all of a database in one snapshot, and look whether an SQLite file is whole."""
    with reading(url) as connection:
        if is_sqlite(url):
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        counted = sa.select(sa.func.count())
        own = sa.select(metric.c.revision).where(metric.c.source == "one").distinct()
        tables = [t for t in metadata.sorted_tables if t not in OPERATIONAL and t not in (past, revision)]
        return State(
            connection.scalar(sa.select(sa.func.max(revision.c.number))) or 0,
            connection.scalar(counted.select_from(past)) or 0,
            tuple(connection.scalars(own)),
            {table.name: _rows(connection, table) for table in tables},
        )


def _rows(connection: sa.Connection, table: sa.Table) -> list[str]:
    # Not the numbers that rows happen to have.
    kept = [column for column in table.columns if column.name not in ("revision", "number")]
    return sorted(map(repr, connection.execute(sa.select(*kept)))) if kept else []
