"""Migrations while a server reads, while others hold locks, killed at any statement, and under the code before them."""

import io
import os
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from alembic import command

from models.database import noting, reading
from models.engines import is_sqlite
from models.settings import ROOT
from seed.cli import migrate
from seed.migrations import config, head
from tests.conftest import disconnect
from tests.migrating import LATER, later
from tests.packages import held
from tests.seed.test_cli import run
from tests.server import Address, free, serving, wait
from tests.test_migrations import columns_of, scripts

pytestmark = pytest.mark.faults

PATHS = ("treaties", "treaties?q=customs&include=parties,citations", "statements", "trade-metrics/stats", "changes")
"""Reads under `/v1/`, none of which the last migration brought."""


class Readers:
    """Threads that read all the time, each answer another one, so that none is kept."""

    def __init__(self, base: str) -> None:
        self.base, self.statuses, self.slowest = base, list[int](), 0.0
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(number,)) for number in range(4)]

    def run(self, number: int) -> None:
        """Read until the end."""
        with httpx.Client(base_url=f"{self.base}/v1/", timeout=30) as client:
            while not self.ended.is_set():
                path = PATHS[number % len(PATHS)]
                began, size = time.monotonic(), 1 + number % 200
                limited = "" if "stats" in path else f"{'&' if '?' in path else '?'}limit={size}"
                self.statuses.append(client.get(path + limited).status_code)
                self.slowest = max(self.slowest, time.monotonic() - began)
                number += len(self.threads)

    def __enter__(self) -> "Readers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()


def test_the_last_and_the_next_go_down_and_up_under_readers(lean: str, tmp_path: Path) -> None:
    before, gave_up = held(lean), 0
    following = later(tmp_path / "later")
    steps = [(command.downgrade, config(), "-1"), (command.upgrade, config(), "head")]
    steps += [(command.upgrade, following, "head"), (command.downgrade, following, str(head()))]
    with serving(lean, ENTENTE_CACHE_SIZE="0") as base, Readers(base) as readers:
        for move, release, to in steps * 8:
            for _ in range(5):
                try:
                    move(release, to)
                    break
                except sa.exc.OperationalError:
                    gave_up += 1
            time.sleep(0.3)
    print(f"{len(readers.statuses)} reads, slowest {readers.slowest:.3f} s; {gave_up} migrations gave up")  # noqa: T201
    assert len(readers.statuses) > 300
    assert set(readers.statuses) == {200}
    assert readers.slowest < 5
    assert held(lean) == before


def test_all_go_down_and_up_with_data(lean: str) -> None:
    """What tables have that stay, they keep; what went is made anew, or loaded."""
    before, steps = held(lean, kept=False), [script.revision for script in scripts()]
    for step in steps[1:]:
        command.downgrade(config(), step)
    disconnect(lean)
    for step in reversed(steps[:-1]):
        command.upgrade(config(), step)
    migrate()
    after = held(lean, kept=False)
    gone = {name for name in before if len(before[name]) != len(after[name])}
    print(f"{sum(map(len, after.values()))} of {sum(map(len, before.values()))} rows, gone: {sorted(gone)}")  # noqa: T201
    # These tables came with migrations of their own.
    assert gone <= {"product", "past"}


@contextmanager
def reader(url: str) -> Iterator[None]:
    """Keep a transaction open that has read treaties; on SQLite one that writes, since none other is in the way."""
    with noting(url) if is_sqlite(url) else reading(url) as connection:
        connection.execute(sa.text("SELECT count(*) FROM treaty"))
        yield


def test_it_gives_up_where_others_go_on(own: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    following = later(tmp_path / "later")
    monkeypatch.setattr("seed.cli.config", lambda: following)
    with serving(own) as base:
        with reader(own):
            began = time.monotonic()
            with Readers(base) as readers:
                output = run("migrate", code=1)
            took = time.monotonic() - began
        print(f"gave up after {took:.1f} s; {len(readers.statuses)} reads, slowest {readers.slowest:.3f} s")  # noqa: T201
        assert "nothing was changed. Try again" in output
        assert 2 < took < 10
        assert set(readers.statuses) == {200}
        run("migrate")
        assert httpx.get(f"{base}/readyz").json()["migration"] == LATER


KILLED = """
import os, signal, sys
import sqlalchemy as sa
from alembic import command
from seed.migrations import config
left = int(sys.argv[1])
@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def count(*_):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
(command.downgrade if sys.argv[2] == "down" else command.upgrade)(config(), sys.argv[3])
"""


def killed(url: str, after: int, *how: str) -> bool:
    """Migrate in a process that is killed after so many statements; tell whether it was."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", KILLED, str(after), *how], env=os.environ | {"DATABASE_URL": url}, cwd=ROOT, check=False
    )
    return done.returncode < 0


@pytest.mark.parametrize(("way", "to"), [("down", "0003"), ("up", "head")])
def test_one_that_is_killed_leaves_the_old_or_the_new(lean: str, way: str, to: str) -> None:
    if way == "up":
        migrate("0003", down=True)
    disconnect(lean)
    before, kills = columns_of(lean), 0
    for after in (*range(1, 40, 9), *range(40, 400, 30)):
        if not killed(lean, after, way, to):
            break
        kills += 1
        assert columns_of(lean) == before, after
    print(f"killed {kills} times")  # noqa: T201
    assert kills > 5
    assert columns_of(lean) != before


def earlier(folder: Path) -> str:
    """Unpack the code before the last migration was made; give its commit."""

    def git(*arguments: str) -> bytes:
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603, S607

    last = next(iter(scripts())).path
    try:
        if git("rev-parse", "--is-shallow-repository").strip() == b"true":
            pytest.skip("there is no history here: a shallow clone")
        commit = git("log", "--format=%H", "--", last).split()[-1].decode()
        with tarfile.open(fileobj=io.BytesIO(git("archive", f"{commit}^"))) as archive:
            archive.extractall(folder, filter="data")
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"there is no history here: {error}")
    assert not (folder / "alembic" / "versions" / Path(last).name).exists()
    return commit


@contextmanager
def older(folder: Path, url: str) -> Iterator[Address]:
    """Serve with the code of a folder, as a server does that has been running since before the migration."""
    base = Address(f"http://127.0.0.1:{(port := free())}")
    command = [sys.executable, "-m", "uvicorn", "api.main:app", "--port", str(port), "--lifespan", "off"]
    environment = os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(folder)}
    with (folder / "log").open("w+b") as log:
        base.process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)  # noqa: S603
        try:
            wait(base, log, "/healthz")
            yield base
        finally:
            base.process.terminate()
            base.process.wait(timeout=20)


def test_the_code_before_reads_what_the_last_migration_left(lean: str, tmp_path: Path) -> None:
    print(f"the code before {earlier(tmp_path)}")  # noqa: T201
    paths = [*PATHS[:3], "organizations", "countries", "memberships", "participations", "articles", "forums", "sources"]

    def answers(base: str) -> dict[str, Any]:
        found = {path: httpx.get(f"{base}/v1/{path}") for path in paths}
        assert {answer.status_code for answer in found.values()} == {200}
        return {path: [record["id"] for record in answer.json()["data"]] for path, answer in found.items()}

    with older(tmp_path, lean) as before, serving(lean) as now:
        assert answers(before) == answers(now)
        with reading(lean) as connection:
            assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == head()
