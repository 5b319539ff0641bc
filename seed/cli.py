"""The command `entente`."""

import logging
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
import uvicorn
from alembic import command
from alembic.config import Config
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from models.database import writing
from models.settings import ROOT, Settings, settings, variable
from seed.files import DataError, read
from seed.loader import Report, is_empty
from seed.loader import load as load_into

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Entente: regional-integration data, each fact with its source.",
)
out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)


@app.callback()
def main() -> None:
    """Read the settings and set up logging, the same way for every command."""
    try:
        settings()
    except ValidationError as error:
        for fault in error.errors():
            err.print(f"{variable(str(fault['loc'][0]))}: {fault['msg']} (found {fault['input']!r})", markup=False)
        sys.exit(1)
    logging.basicConfig(level=settings().log_level.upper(), format="%(levelname)s %(name)s: %(message)s")


@app.command()
def serve() -> None:
    """Serve the API; first migrate, and load the data files where the database is empty."""
    _migrate("head")
    with writing() as connection:
        loaded = _load(connection, settings().data) if is_empty(connection) else None
    if loaded:
        err.print(f"Loaded the data files: {loaded}.")
    err.print(f"Swagger UI: http://{settings().host}:{settings().port}/docs")
    uvicorn.run(
        "api.main:app",
        host=settings().host,
        port=settings().port,
        workers=settings().workers,
        log_level=settings().log_level,
        server_header=False,
        # Above the longest query that the API itself refuses, so that its own answer reaches the client; the other
        # parser that uvicorn may find stops at 64 KiB.
        http="h11",
        h11_max_incomplete_event_size=300_000,
    )


@app.command()
def migrate(to: Annotated[str, typer.Argument(help="Migration to go to, up or down.")] = "head") -> None:
    """Bring the tables of the database to this code."""
    _migrate(to)


@app.command()
def load(folder: Annotated[Path | None, typer.Argument(help="Folder of data files.")] = None) -> None:
    """Bring the database to what the data files say; loading twice changes nothing."""
    with writing() as connection:
        out.print(str(_load(connection, folder or settings().data)))


@app.command()
def check(folder: Annotated[Path | None, typer.Argument(help="Folder of data files.")] = None) -> None:
    """Check the data files without a database."""
    try:
        rows = read(folder or settings().data)
    except DataError as error:
        _fail(error)
    for table, found in rows.items():
        out.print(f"{len(found):>7} {table.__tablename__}")
    out.print("all well")


@app.command("settings")
def show_settings() -> None:
    """Show every setting: its variable, its value now, what it is for."""
    table = Table("variable", "value", "meaning")
    for name, field in Settings.model_fields.items():
        table.add_row(variable(name), _hidden(str(getattr(settings(), name))), field.description)
    Console(width=160).print(table)


def _hidden(value: str) -> str:
    """Keep a password out of what is shown."""
    before, at, after = value.rpartition("@")
    return f"{before.rpartition(':')[0]}:***@{after}" if at and "://" in before else value


def _migrate(to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "alembic"))
    current = "base" if to == "base" else to
    (command.downgrade if current == "base" or current.startswith("-") else command.upgrade)(config, current)


def _load(connection: object, folder: Path) -> Report:
    try:
        return load_into(connection, folder)  # type: ignore[arg-type]
    except DataError as error:
        _fail(error)


def _fail(error: DataError) -> NoReturn:
    for fault in error.faults:
        err.print(fault, markup=False, highlight=False)
    err.print(f"{len(error.faults)} fault(s); nothing was written.")
    sys.exit(1)
