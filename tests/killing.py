"""Imports that end at any moment: what a database holds of them, what its readers see, and when it is being changed."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from models import Past, Revision, TradeMetric
from models.base import columns
from models.database import noting, reading
from models.engines import is_sqlite
from models.trade_sum import SUMS

ENTENTE = str(Path(sys.executable).parent / "entente")
IMPORTER = "killed"
"""What an import that is to be killed is known by to PostgreSQL."""

INSERTING = """SELECT count(*) FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'
    AND relation = 'trade_metric'::regclass"""
CONNECTED = f"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{IMPORTER}'"

observations, past, revisions = columns(TradeMetric), columns(Past), columns(Revision)


class Some(NamedTuple):
    """Some observations: how many, and their sum, to nine digits: it depends on the order in which they are added."""

    records: int
    total: float


class State(NamedTuple):
    """All that an import changes, of one snapshot.

    The newest revision; the observations of each revision; what each table of sums says of all together; how many
    records are remembered from each revision.
    """

    revision: int
    live: dict[int, Some]
    sums: list[Some]
    past: dict[int, int]

    def following(self, file: Some) -> "State":
        """Give what becomes of it once a file is imported that gives a new value to every observation."""
        number, before = self.revision + 1, {revision: some.records for revision, some in self.live.items()}
        return State(number, {number: file}, [file] * len(SUMS), self.past | before)


def state(url: str) -> State:
    """Read what there is."""
    with reading(url) as connection:
        of = (sa.func.count(), sa.func.sum(observations.c.value_in_units))
        live = sa.select(observations.c.revision, *of).group_by(observations.c.revision)
        kept = [sa.select(sa.func.sum(table.c.records), sa.func.sum(table.c.total)) for table in map(columns, SUMS)]
        remembered = sa.select(past.c.revision, sa.func.count()).where(past.c.resource == observations.name)
        return State(
            connection.scalar(sa.select(sa.func.max(revisions.c.number))) or 0,
            {number: _some(*some) for number, *some in connection.execute(live)},
            [_some(*connection.execute(query).one()) for query in kept],
            {row.revision: row[1] for row in connection.execute(remembered.group_by(past.c.revision))},
        )


def _some(records: int | None, total: float | None) -> Some:
    return Some(int(records or 0), float(f"{total or 0:.9g}"))


def settled(url: str) -> State:
    """Read what there is after a crash, once the server has seen that the import is gone; the file must be sound."""
    with reading(url) as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check").scalar() if is_sqlite(url) else "ok"
    assert found == "ok", found
    while not is_sqlite(url) and _count(url, CONNECTED):
        time.sleep(0.01)
    return state(url)


def _count(url: str, query: str) -> int:
    with reading(url) as connection:
        return int(connection.exec_driver_sql(query).scalar() or 0)


def is_storing(url: str) -> bool:
    """Tell whether another process has begun to change the observations."""
    if not is_sqlite(url):
        return bool(_count(url, INSERTING))
    try:
        with noting(url, 0):
            return False
    except sa.exc.OperationalError:
        return True


class Watch:
    """What a reader sees of a database, one after another, and how often it could not read."""

    def __init__(self, url: str) -> None:
        self.url, self.ended = url, threading.Event()
        self.seen, self.reads, self.failed = list[State](), 0, 0

    def run(self) -> None:
        while not self.ended.wait(0.05):
            try:
                found = state(self.url)
            except sa.exc.DBAPIError:
                self.failed += 1
                continue
            self.reads += 1
            if self.seen[-1:] != [found]:
                self.seen.append(found)


@contextmanager
def watched(url: str) -> Iterator[Watch]:
    """Read all the while."""
    watch = Watch(url)
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield watch
    finally:
        watch.ended.set()
        thread.join()


def environment(url: str) -> dict[str, str]:
    """Give the variables of an import that is to be killed."""
    return os.environ | {"DATABASE_URL": url, "PGAPPNAME": IMPORTER}
