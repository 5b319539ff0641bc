"""Stores observations by the million: all of them in one transaction, which writes only what is new or different."""

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter, lt
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import TradeMetric
from models.base import columns
from models.driver import analyze
from models.revision import Why
from seed.merge_observations import Merging
from seed.merging import Changes
from seed.report import Refused, Repaired, Report
from seed.rows import Row
from seed.staging import Stage, staged

live = columns(TradeMetric)
log = logging.getLogger("entente")

MANY = 100_000
"""New rows from which on the database should look at its data again."""

REFERENCES = tuple(column.name for column in live.columns if column.foreign_keys)


class Batch(NamedTuple):
    """Some lines of a file: how many, the rows that are to be stored, and what is said about the lines."""

    lines: int
    rows: Sequence[tuple[Any, ...]]
    outcomes: Sequence[Repaired | Refused] = ()


class Observations(NamedTuple):
    """Trade metrics on their way: the columns that differ from row to row, `id` first, all others, and the rows.

    Values are as the table keeps them, days as ISO 8601; whoever makes them has checked them by the models' types.
    `records` are rows of other tables that the observations refer to: they may still come while batches are read.
    """

    names: Sequence[str]
    constants: Mapping[str, Any]
    batches: Iterable[Batch]
    records: list[Row]


Committed = Callable[[sa.Connection, Changes, int], object]
"""Is told what changed and the revision that it makes, within the transaction that makes it."""


class Stored(NamedTuple):
    """What an import changed, and the revision that it made; none where nothing changed, and in a dry run."""

    changes: Changes
    revision: int | None


def import_observations(
    url: str,
    observations: Observations,
    report: Report,
    *,
    why: Why,
    progress: Callable[[int], object] = lambda _: None,
    dry_run: bool = False,
    committed: Committed = lambda *_: None,
) -> Stored:
    """Store observations, all or nothing, and account for every line.

    `progress` is told how many lines each batch had. Readers see the data as it was until all is there. Other writers
    wait while rows are merged on SQLite, while sums are made on PostgreSQL, never while the file is read.

    Raises what the batches raise, and Vanished where something that is referred to is gone; then nothing is written.
    """
    used: dict[str, set[Any]] = {name: {observations.constants.get(name)} for name in REFERENCES}
    with _uncollected(), staged(url, observations.names) as stage:
        order = Order()
        stage.fill(_rows(observations, used, order, report, progress))
        if not order.ascends:
            stage.sort()
        merging = Merging(stage, observations.constants, observations.records, used, report)
        with stage.connection.begin() as transaction:
            changes = merging.run(doubles=not order.ascends)
            revision = merging.finish(why) if any(changes) and not dry_run else None
            if revision is None:
                transaction.rollback()
            else:
                committed(stage.connection, changes, revision)
        if revision is not None:
            _settle(stage, changes)
    return Stored(changes, revision)


def _settle(stage: Stage, changes: Changes) -> None:
    """Do what may be done once all is there: what fails now changes nothing of that."""
    try:
        stage.settle()
        if changes.inserted >= MANY:
            with stage.connection.begin():
                analyze(stage.connection)
    except (sa.exc.DBAPIError, stage.connection.dialect.dbapi.Error) as error:  # type: ignore[union-attr]
        log.warning("all is stored, but the database could not be tidied up: %s", error)


class Order:
    """Whether ids ascend, as in most files: then none can be there twice, which is long to look for."""

    def __init__(self) -> None:
        self.ascends, self.last = True, ""

    def note(self, ids: list[str]) -> None:
        """Look at some more ids."""
        self.ascends = self.ascends and all(map(lt, [self.last, *ids], ids))
        self.last = ids[-1] if ids else self.last


def _rows(
    observations: Observations,
    used: dict[str, set[Any]],
    order: Order,
    report: Report,
    progress: Callable[[int], object],
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Give the rows of all batches, and note what is referred to and what is said."""
    places = {name: itemgetter(observations.names.index(name)) for name in REFERENCES if name in observations.names}
    for batch in observations.batches:
        for outcome in batch.outcomes:
            report.add(outcome)
        report.lines["accepted"] += len(batch.rows)
        report.lines["refused"] += batch.lines - len(batch.rows)
        for name, place in places.items():
            used[name].update(map(place, batch.rows))
        order.note([row[0] for row in batch.rows])
        yield batch.rows
        progress(batch.lines)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage: batches make none that needs it, and looking takes as long as reading them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
