"""The command `entente import`: reads files of one format, stores what they hold, and accounts for every line."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from models import Citation, Country
from models.base import columns
from models.database import reading, writing
from seed.fetching import NotFetched, files
from seed.importers import FORMATS, Format
from seed.importers.reading import Reference, WrongFile
from seed.loader import commit
from seed.merging import Changes
from seed.report import WHOLE, Accepted, Outcome, Refused, Report
from seed.spool import Spool
from seed.storing import Store

out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
SHOWN = 5
"""Places that the report shows of each repair and refusal; `--report` has all of them."""


class Rate(ProgressColumn):
    """How much is done in a second."""

    def render(self, task: Task) -> Text:
        """Give it in words."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


def import_(
    format: Annotated[str, typer.Argument(help="; ".join(f"`{name}`: {f.words}" for name, f in FORMATS.items()))],
    where: Annotated[str, typer.Argument(metavar="SOURCE", help="A file, a folder, or an address (https://…).")],
    report: Annotated[Path | None, typer.Option(help="File for the whole report, in JSON.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
) -> None:
    """Import a file, a folder or an address: all of it or nothing; importing twice changes nothing."""
    if format not in FORMATS:
        err.print(f"There is no format {format!r}; there are {', '.join(FORMATS)}.", markup=False)
        sys.exit(2)
    account = Report()
    try:
        with files(where, FORMATS[format].suffixes) as found, Spool() as spool, progress() as shown:
            gather(FORMATS[format], found, spool, account, shown)
            written = store(spool, account, f"import of {format}: {Path(where).name}", shown, dry_run=dry_run)
    except (NotFetched, OSError) as error:
        err.print(str(error), markup=False)
        sys.exit(1)
    if report:
        report.write_text(json.dumps(account.as_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for line in (*told(account), written):
        out.print(line, markup=False, highlight=False)
    sys.exit(0 if account.lines["accepted"] else 1)


def progress() -> Progress:
    """Give a display of the progress on a terminal, and nothing elsewhere."""
    shown = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), Rate(), TimeRemainingColumn())
    return Progress(*shown, console=err, disable=not err.is_terminal, transient=True)


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
    place = outcome.place if not file else f"{file}: {_words(outcome.place)}"
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


def _words(place: object) -> str:
    return f"line {place}" if isinstance(place, int) else str(place)


def reference(format: Format, paths: list[Path]) -> Reference:
    """Give what the database and the files themselves know of countries and treaties."""
    country, citation = columns(Country), columns(Citation)
    with reading() as connection:
        rows = connection.execute(sa.select(country.c.id, country.c.iso2, country.c.m49)).all()
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
    iso3, iso2, m49 = ({row[kind]: row.id for row in rows if row[kind]} for kind in range(3))
    return Reference(iso3, iso2, m49, named)


def store(spool: Spool, report: Report, reason: str, shown: Progress, *, dry_run: bool) -> str:
    """Write everything in one transaction; says what changed."""
    task = shown.add_task("rows stored", total=sum(spool.count().values()))
    with writing() as connection:
        changes = Store(connection, spool, report).run(lambda rows: shown.advance(task, rows))
        if report.lines["accepted"] and any(changes) and not dry_run:
            return f"revision {commit(connection, reason)}: {_counts('', changes)}"
        # Not even the source of what is not stored.
        connection.rollback()
    if not report.lines["accepted"]:
        report.accepted.clear()
        return "nothing was written"
    return _counts("would be", changes) if any(changes) else "nothing to change"


def _counts(would: str, changes: Changes) -> str:
    new, changed, gone = (f"{count:,} rows {would}".strip() for count in changes)
    return f"{new} new, {changed} changed, {gone} gone"


def told(report: Report) -> Iterator[str]:
    """Give the report in lines to read."""
    whole: dict[str, Any] = report.as_json()
    yield f"lines or files: {whole['lines']['accepted']:,} accepted, {whole['lines']['refused']:,} refused"
    for noun, count in sorted(whole["accepted"].items()):
        yield f"{count:>9,} {noun}"
    for name in ("repaired", "refused"):
        for entry in whole[name]:
            places = ", ".join(_words(place) for place in entry["places"][:SHOWN])
            more = f" and {entry['count'] - SHOWN:,} more" if entry["count"] > SHOWN else ""
            yield f"{name} {entry['count']:,}: {entry['what']} ({places}{more})"
