"""The command `entente`."""

import logging.config
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from alembic import command
from alembic.util import CommandError
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from models.database import reading, writing
from models.driver import of_disk
from models.engines import is_sqlite
from models.settings import Settings, settings, variable
from seed import server
from seed.backup_command import backup
from seed.backup_command import restore as restore_backup
from seed.bar import bar
from seed.distribute import command as distribute
from seed.export import export as write_package
from seed.files import DataError, read
from seed.import_command import import_
from seed.jobs import sweep
from seed.keys import app as keys
from seed.loader import Report, is_empty
from seed.loader import load as load_into
from seed.logs import configuration
from seed.migrations import config, current, is_later
from seed.package import Format
from seed.restore import restore
from seed.unpack import is_package

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Entente: regional-integration data, each fact with its source.",
)
out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)

IN_USE = ("55P03", "SQLITE_BUSY")
"""How the databases say that they have waited long enough for a lock."""


@app.callback()
def main() -> None:
    """Read the settings and set up logging, the same way for every command."""
    try:
        settings()
    except ValidationError as error:
        for fault in error.errors():
            err.print(
                f"{variable(str(fault['loc'][0]))}: {fault['msg']} (found {_hidden(str(fault['input']))!r})",
                markup=False,
            )
        sys.exit(1)
    logging.config.dictConfig(configuration())


@app.command()
def serve() -> None:
    """Serve the API; first migrate, and load the data files where the database is empty."""
    _migrate("head")
    with writing() as connection:
        loaded = _load(connection, settings().data) if is_empty(connection) else None
    sweep(settings().database_url)
    if loaded:
        err.print(f"Loaded the data files: {loaded}.")
    err.print(f"Swagger UI: http://{settings().host}:{settings().port}/docs")
    server.run()


@app.command()
def migrate(
    to: Annotated[str, typer.Argument(help="Migration to go to.")] = "head",
    down: Annotated[bool, typer.Option("--down", help="Go down to it; `base` is the empty database.")] = False,
) -> None:
    """Bring the tables of the database to this code."""
    _migrate(to, down=down)


@app.command()
def load(folder: Annotated[Path | None, typer.Argument(help="Folder of data files.")] = None) -> None:
    """Bring the database to what the data files say; loading twice changes nothing.

    A package that `entente export` wrote fills an empty database, and no other.
    """
    with writing() as connection:
        out.print(str(_load(connection, folder or settings().data)))


app.command("import")(import_)
app.command()(backup)
app.command("restore")(restore_backup)
app.command("distribute")(distribute)
app.add_typer(keys, name="keys")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Folder to make, or an empty one.")],
    format: Annotated[Format, typer.Option(help="How rows are written.")] = Format.CSV,
    force: Annotated[bool, typer.Option("--force", help="Replace the package that is there.")] = False,
) -> None:
    """Write the whole dataset as a package: a file for each table, and a `datapackage.json`."""
    try:
        with reading() as connection, bar(err, "rows written") as told:
            out.print(f"{write_package(connection, folder, format, told, force=force)} rows in {folder}")
    except DataError as error:
        _fail(error)


@app.command()
def check(folder: Annotated[Path | None, typer.Argument(help="Folder of data files.")] = None) -> None:
    """Check the data files without a database."""
    try:
        rows = read(folder or settings().data)
    except DataError as error:
        _fail(error, "")
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
    if "://" not in value:
        return value
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        return "***"
    secret = {name: "***" for name in url.query if "password" in name}
    return url.update_query_dict(secret).render_as_string(hide_password=True)


def _migrate(to: str, *, down: bool = False) -> None:
    if not down and is_later(at := _current()):
        err.print(f"The tables are of a later release, at migration {at}; they stay as they are.", markup=False)
        return
    try:
        (command.downgrade if down else command.upgrade)(config(), to)
    except OperationalError as error:
        if (getattr(error.orig, "sqlstate", "") or getattr(error.orig, "sqlite_errorname", "")) not in IN_USE:
            raise
        err.print("Others use the tables without a pause; nothing was changed. Try again, or end what holds them.")
        sys.exit(1)


def _current() -> str | None:
    if is_sqlite(address := settings().database_url) and not Path(make_url(address).database or "").exists():
        # The migration makes it.
        return None
    with reading() as connection:
        return current(connection)


def _load(connection: object, folder: Path) -> Report:
    try:
        if is_package(folder):
            with bar(err, "bytes read") as told:
                return restore(connection, folder, told)  # type: ignore[arg-type]
        return load_into(connection, folder)  # type: ignore[arg-type]
    except DataError as error:
        _fail(error)


def _fail(error: DataError, so: str = "; nothing was written") -> NoReturn:
    for fault in error.faults:
        err.print(fault, markup=False, highlight=False)
    err.print(f"{len(error.faults)} fault(s){so}.")
    sys.exit(1)


def run() -> None:
    """Run the command; a database that cannot be used is said in a line, not in a traceback."""
    try:
        app()
    except Exception as error:
        if words := of_disk(error):
            err.print(f"{words}; nothing was written. See to it, and run the command again.", markup=False)
            sys.exit(1)
        if not isinstance(error, (DBAPIError, ArgumentError, CommandError, ModuleNotFoundError)):
            raise
        err.print(
            f"The database {_hidden(settings().database_url)} cannot be used: {error}".splitlines()[0], markup=False
        )
        err.print("`DATABASE_URL` names it; `entente migrate` makes its tables.", markup=False)
        sys.exit(1)
