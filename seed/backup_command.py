"""The commands `entente backup` and `entente restore`."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from models.engines import is_sqlite
from models.settings import settings
from seed.backup import put_back, save
from seed.files import DataError

out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)

DUMP = 'pg_dump --format=custom --file={file} --dbname="$DATABASE_URL"'
RESTORE = (
    'pg_restore --clean --if-exists --no-owner --single-transaction --exit-on-error --dbname="$DATABASE_URL" {file}'
)


def backup(
    file: Annotated[Path, typer.Argument(help="File to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file that is there.")] = False,
) -> None:
    """Write a backup of the SQLite database, while servers read and write it."""
    _refuse_server(DUMP)
    try:
        size = save(settings().database_url, file, force=force)
    except (DataError, OSError) as error:
        _fail(error)
    out.print(f"{size:,} bytes in {file}, checked", markup=False, highlight=False)


def restore(
    file: Annotated[Path, typer.Argument(help="File that `entente backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the data that is there.")] = False,
) -> None:
    """Put a backup in place of what the SQLite database holds: all of it or nothing; servers may go on."""
    _refuse_server(RESTORE)
    try:
        revision = put_back(settings().database_url, file, force=force)
    except (DataError, OSError) as error:
        _fail(error)
    out.print(f"The database is as in {file}, at revision {revision}.", markup=False, highlight=False)


def _refuse_server(instead: str) -> None:
    """End the command on PostgreSQL, which has better ones."""
    if is_sqlite(settings().database_url):
        return
    err.print("This is for SQLite. On PostgreSQL, where DATABASE_URL begins with postgresql://, run:")
    out.print(instead.format(file="FILE"), markup=False, highlight=False)
    sys.exit(1)


def _fail(error: DataError | OSError) -> NoReturn:
    err.print(f"{error}; nothing was changed.", markup=False, highlight=False)
    sys.exit(1)
