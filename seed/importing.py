"""Imports of files of one format: what they hold is stored whole or not at all, and every line accounted for."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from rich.progress import Progress

from models import Citation
from models.base import columns
from models.database import reading, writing
from models.driver import of_disk
from models.revision import Why
from seed.bulk import Committed
from seed.fetching import NotFetched, files
from seed.history import commit
from seed.importers import FORMATS, OBSERVED, Format
from seed.importers.layout import Layout
from seed.importers.reading import Reference, WrongFile
from seed.logs import printable
from seed.merge_observations import Vanished
from seed.merging import Changes, InTheWay
from seed.observing import countries, observe
from seed.report import WHOLE, Accepted, Outcome, Refused, Report
from seed.spool import Spool
from seed.storing import Store

Ended = Callable[[sa.Connection, int, str], object]
"""Is told of the revision that an import makes, and what changes with it, within the transaction that makes it."""

FAULTS = (NotFetched, WrongFile, Vanished, InTheWay, OSError)
"""What ends an import with nothing written, beside a disk without room; the words are for people."""


MOST = 4_000
"""Letters of such words at most: they name what a file holds."""


def in_words(error: Exception, where: str) -> str:
    """Say what ended an import, in what can be printed and stored; `` where nobody expected it."""
    words = "\n".join(map(printable, _words(error, where).split("\n")))
    return words if len(words) <= MOST else f"{words[:MOST]}… and {len(words) - MOST:,} letters more"


def _words(error: Exception, where: str) -> str:
    if disk := of_disk(error):
        return f"{disk}; nothing was written."
    if isinstance(error, WrongFile):
        return f"{where}: {error}"
    return str(error) if isinstance(error, FAULTS) else ""


def reason_for(format: str, name: str) -> str:
    """Give the reason of an import for which none is given."""
    return f"import of {format}: {name}"


def run(
    format: str,
    where: str,
    layout: Layout,
    account: Report,
    shown: Progress,
    *,
    why: Why,
    dry_run: bool,
    ended: Ended = lambda *_: None,
) -> str:
    """Import, and say what changed."""

    def committed(connection: sa.Connection, changes: Changes, revision: int) -> None:
        ended(connection, revision, outcome(account, changes, revision, dry_run=dry_run))

    if format in OBSERVED:
        stored = observe(format, where, layout, account, shown, why=why, dry_run=dry_run, committed=committed)
        return outcome(account, stored.changes, stored.revision, dry_run=dry_run)
    with files(where, FORMATS[format].suffixes) as found, Spool() as spool:
        gather(FORMATS[format], found, spool, account, shown)
        return store(spool, account, why, shown, dry_run=dry_run, committed=committed)


def gather(format: Format, paths: list[Path], spool: Spool, report: Report, shown: Progress) -> None:
    """Read and check all files, one line at a time, before anything is locked."""
    list(spool.add("source", list(format.source.rows())))
    known = reference(format, paths)
    sizes = [path.stat().st_size for path in paths]
    task, done = shown.add_task("bytes read", total=sum(sizes)), 0
    for path, size in zip(paths, sizes, strict=True):
        file = path.name if len(paths) > 1 else ""
        with path.open("rb") as raw:
            try:
                for outcome in format.read(raw, known):
                    note(outcome, file, spool, report)
                    shown.update(task, completed=done + raw.tell())
            except WrongFile as error:
                note(Refused(WHOLE, str(error)), path.name, spool, report)
        done += size


def note(outcome: Outcome, file: str, spool: Spool, report: Report) -> None:
    """Take an outcome into the account, and an accepted record's rows into the spool."""
    place = outcome.place if not file else f"{file}: {words(outcome.place)}"
    if isinstance(outcome, Accepted):
        try:
            rows = list(outcome.record.rows())
        except ValueError as error:
            return note(Refused(outcome.place, str(error)), file, spool, report)
        report.lines["accepted"] += 1
        for fault in spool.add(place, rows):
            report.add(fault)
        return None
    if isinstance(outcome, Refused) and (isinstance(outcome.place, int) or outcome.place == WHOLE):
        report.lines["refused"] += 1
    return report.add(outcome._replace(place=place))


def words(place: object) -> str:
    """Say where something is."""
    return f"line {place}" if isinstance(place, int) else str(place)


def reference(format: Format, paths: list[Path]) -> Reference:
    """Give what the database and the files themselves know of countries and treaties."""
    citation = columns(Citation)
    with reading() as connection:
        known = countries(connection)
        cited = sa.select(citation.c.locator, citation.c.record).where(
            citation.c.source == format.source.id,
            citation.c.resource == "treaty",
            citation.c.locator.contains(", WTO "),
        )
        named = {locator.rpartition(" ")[2]: record for locator, record in connection.execute(cited)}
    for path in paths if format.names else ():
        with path.open("rb") as raw:
            try:
                named |= dict(format.names(raw))  # type: ignore[misc]
            except WrongFile:
                # It is refused when it is read.
                continue
    return known._replace(treaties=named)


def store(spool: Spool, report: Report, why: Why, shown: Progress, *, dry_run: bool, committed: Committed) -> str:
    """Write everything in one transaction; says what changed."""
    task, revision = shown.add_task("rows stored", total=sum(spool.count().values())), None
    with writing() as connection:
        storing = Store(connection, spool, report)
        changes = storing.run(lambda rows: shown.advance(task, rows))
        if report.lines["accepted"] and any(changes) and not dry_run:
            revision = commit(connection, storing.number, why)
            committed(connection, changes, revision)
        else:
            # Not even the source of what is not stored.
            connection.rollback()
    return outcome(report, changes, revision, dry_run=dry_run)


def outcome(report: Report, changes: Changes, revision: int | None, *, dry_run: bool) -> str:
    """Say what changed."""
    if revision is not None:
        return f"revision {revision}: {_counts('', changes)}"
    if not report.lines["accepted"]:
        report.accepted.clear()
        return "nothing was written"
    return _counts("would be", changes) if any(changes) and dry_run else "nothing to change"


def _counts(would: str, changes: Changes) -> str:
    new, changed, gone = (f"{count:,} rows {would}".strip() for count in changes)
    return f"{new} new, {changed} changed, {gone} gone"
