"""The command `entente import`: reads files of one format, stores what they hold, and accounts for every line."""

import json
import sys
from collections.abc import Callable, Iterator
from inspect import Parameter, signature
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console

from models.revision import RevisionKind, Why
from seed.bar import progress
from seed.importers import FORMATS, OBSERVED
from seed.importers.layout import Layout
from seed.importing import FAULTS, in_words, reason_for, run, words
from seed.options import DRY_RUN, WORDS, Options, option, unfit
from seed.report import Report

out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
SHOWN = 5
"""Places that the report shows of each repair and refusal; `--report` has all of them."""


def import_(
    format: Annotated[str, typer.Argument(help="; ".join(f"`{name}`: {what}" for name, what in WORDS.items()))],
    where: Annotated[str, typer.Argument(metavar="SOURCE", help="A file, a folder, or an address (https://…).")],
    report: Annotated[Path | None, typer.Option(help="File for the whole report, in JSON.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=DRY_RUN)] = False,
    **said: Any,
) -> None:
    """Import a file, a folder or an address: all of it or nothing; importing twice changes nothing."""
    layout = _layout(format, {name: value for name, value in said.items() if value})
    account = Report()
    try:
        with progress(err) as shown:
            why = Why(RevisionKind.IMPORT, reason_for(format, Path(where).name))
            written = run(format, where, layout, account, shown, why=why, dry_run=dry_run)
    except FAULTS as error:
        err.print(in_words(error, where), markup=False)
        sys.exit(1)
    if report:
        report.write_text(json.dumps(account.as_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for line in (*told(account), written):
        out.print(line, markup=False, highlight=False)
    sys.exit(0 if account.lines["accepted"] else 1)


def _with_options(command: Callable[..., None]) -> None:
    """Give a command the declared options, beside those that it names itself."""
    panel = f"Options of {' and '.join(OBSERVED)}"
    own = signature(command)
    added = []
    for name, field in Options.model_fields.items():
        many = isinstance(field.default, list)
        info = typer.Option(
            option(name), help=field.description, metavar="NAME=VALUE" if many else None, rich_help_panel=panel
        )
        kind: Any = list[str] if many else str | None
        added.append(
            Parameter(name, Parameter.KEYWORD_ONLY, default=[] if many else None, annotation=Annotated[kind, info])
        )
    plain = [found for found in own.parameters.values() if found.kind != Parameter.VAR_KEYWORD]
    command.__signature__ = own.replace(parameters=[*plain, *added])  # type: ignore[attr-defined]


_with_options(import_)


def _layout(format: str, said: dict[str, Any]) -> Layout:
    """Read the options of the command, or end it where they do not fit."""
    if format not in WORDS:
        err.print(f"There is no format {format!r}; there are {', '.join(WORDS)}.", markup=False)
        sys.exit(2)
    try:
        options = Options.model_validate(said)
    except ValidationError as error:
        for fault in error.errors():
            err.print(f"{option(str(fault['loc'][0]))}: {fault['msg'].removeprefix('Value error, ')}", markup=False)
        sys.exit(2)
    if said and format in FORMATS:
        err.print(next(unfit(format, options))[1], markup=False)
        sys.exit(2)
    return options.layout()


def told(report: Report) -> Iterator[str]:
    """Give the report in lines to read."""
    whole: dict[str, Any] = report.as_json()
    yield f"lines or files: {whole['lines']['accepted']:,} accepted, {whole['lines']['refused']:,} refused"
    for noun, count in sorted(whole["accepted"].items()):
        yield f"{count:>9,} {noun}"
    for name in ("repaired", "refused"):
        for entry in whole[name]:
            places = ", ".join(words(place) for place in entry["places"][:SHOWN])
            more = f" and {entry['count'] - SHOWN:,} more" if entry["count"] > SHOWN else ""
            yield f"{name} {entry['count']:,}: {entry['what']} ({places}{more})"
