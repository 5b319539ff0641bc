"""The command `entente import`: reads files of one format, stores what they hold, and accounts for every line."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
import typer
from rich.console import Console
from rich.progress import Progress

from models import Citation
from models.base import columns
from models.database import reading, writing
from models.revision import RevisionKind, Why
from seed.bar import progress
from seed.fetching import NotFetched, files
from seed.history import commit
from seed.importers import FORMATS, OBSERVED, Format
from seed.importers.layout import Layout
from seed.importers.reading import Reference, WrongFile
from seed.merge_observations import Vanished
from seed.merging import Changes
from seed.observing import countries, observe
from seed.report import WHOLE, Accepted, Outcome, Refused, Report
from seed.spool import Spool
from seed.storing import Store

out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
SHOWN = 5
"""Places that the report shows of each repair and refusal; `--report` has all of them."""


WORDS = {name: f.words for name, f in FORMATS.items()} | {name: f.words for name, f in OBSERVED.items()}
Pairs = list[tuple[str, str]]


def pair(text: str) -> tuple[str, str]:
    """Read `name=value`."""
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise typer.BadParameter(f"write it as name=value; found {text!r}")
    return name.strip(), value.strip()


def pairs(words: str) -> Any:
    """Declare an option of observations that is given once for each of several things."""
    return typer.Option(parser=pair, metavar="NAME=VALUE", help=words, rich_help_panel=OPTIONS)


def once(words: str) -> Any:
    """Declare an option of observations."""
    return typer.Option(help=words, rich_help_panel=OPTIONS)


OPTIONS = f"Options of {' and '.join(OBSERVED)}"


def import_(
    format: Annotated[str, typer.Argument(help="; ".join(f"`{name}`: {words}" for name, words in WORDS.items()))],
    where: Annotated[str, typer.Argument(metavar="SOURCE", help="A file, a folder, or an address (https://…).")],
    report: Annotated[Path | None, typer.Option(help="File for the whole report, in JSON.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    column: Annotated[list[Any], pairs("A field and the column it is in: `reporter=exporter`.")] = [],  # noqa: B006
    set: Annotated[list[Any], pairs("A field and its value in every line: `flow=export`.")] = [],  # noqa: B006
    country: Annotated[list[Any], pairs("A code and the country it stands for: `MNT=MNE`.")] = [],  # noqa: B006
    codes: Annotated[str, once("Codes of countries in the columns: `iso3`, `iso2` or `m49`.")] = "iso3",
    delimiter: Annotated[str | None, once("What separates cells; by itself, what the first line has most.")] = None,
    encoding: Annotated[str | None, once("Encoding of the text; by itself UTF-8, or UTF-16 with its mark.")] = None,
    source_title: Annotated[str | None, once("Title of a new source.")] = None,
    source_url: Annotated[str | None, once("Address of a new source.")] = None,
    publisher: Annotated[str | None, once("Publisher of a new source.")] = None,
    licence: Annotated[str | None, once("Licence of a new source.")] = None,
    indicator_name: Annotated[str | None, once("Name of a new indicator.")] = None,
    definition: Annotated[str | None, once("What a new indicator measures.")] = None,
    measure: Annotated[str | None, once("Of a new indicator: `flow`, `stock`, `share` or `ratio`.")] = None,
) -> None:
    """Import a file, a folder or an address: all of it or nothing; importing twice changes nothing."""
    source = {"title": source_title, "url": source_url, "publisher": publisher, "licence": licence}
    indicator = {"name": indicator_name, "definition": definition, "measure": measure}
    said = ({name: value for name, value in words.items() if value is not None} for words in (source, indicator))
    layout = Layout(dict(column), dict(set), dict(country), codes, delimiter, encoding, *said)
    if format not in WORDS or (format in FORMATS and layout != Layout()):
        err.print(_no_format(format), markup=False)
        sys.exit(2)
    account = Report()
    try:
        with progress(err) as shown:
            written = run(format, where, layout, account, shown, dry_run=dry_run)
    except (NotFetched, WrongFile, Vanished, OSError) as error:
        err.print(f"{where}: {error}" if isinstance(error, WrongFile) else str(error), markup=False)
        sys.exit(1)
    if report:
        report.write_text(json.dumps(account.as_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for line in (*told(account), written):
        out.print(line, markup=False, highlight=False)
    sys.exit(0 if account.lines["accepted"] else 1)


def _no_format(format: str) -> str:
    if format in FORMATS:
        return f"{format} says itself what its columns are; only {' and '.join(OBSERVED)} take such options."
    return f"There is no format {format!r}; there are {', '.join(WORDS)}."


def run(format: str, where: str, layout: Layout, account: Report, shown: Progress, *, dry_run: bool) -> str:
    """Import, and say what changed."""
    why = Why(RevisionKind.IMPORT, f"import of {format}: {Path(where).name}")
    if format in OBSERVED:
        stored = observe(format, where, layout, account, shown, why=why, dry_run=dry_run)
        return outcome(account, stored.changes, stored.revision, dry_run=dry_run)
    with files(where, FORMATS[format].suffixes) as found, Spool() as spool:
        gather(FORMATS[format], found, spool, account, shown)
        return store(spool, account, why, shown, dry_run=dry_run)


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


def store(spool: Spool, report: Report, why: Why, shown: Progress, *, dry_run: bool) -> str:
    """Write everything in one transaction; says what changed."""
    task, revision = shown.add_task("rows stored", total=sum(spool.count().values())), None
    with writing() as connection:
        storing = Store(connection, spool, report)
        changes = storing.run(lambda rows: shown.advance(task, rows))
        if report.lines["accepted"] and any(changes) and not dry_run:
            revision = commit(connection, storing.number, why)
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
