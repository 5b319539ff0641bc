"""An import is whole or absent, whenever it is killed, or the server that it writes to."""

import os
import random
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count, cycle, islice, product
from pathlib import Path
from typing import NamedTuple

import pytest

from models.engines import REST
from tests.conftest import Databases
from tests.faults.alone import Server, alone, missing
from tests.killing import ENTENTE, Some, environment, is_storing, settled, watched
from tests.seed.test_cli import run
from tests.seed.test_trade_csv import LAYOUT
from tests.trade import trade

KILLS, CRASHES = 50, 20
FRESH = 5
"""Kills after which a database without observations is begun with."""

ROWS = 5_000
LATEST = 0.98
"""Part of a run until which it is killed: later ones would often come too late."""

pytestmark = pytest.mark.faults


class File(NamedTuple):
    """A file of observations, and what they come to."""

    path: Path
    holds: Some


class Pace(NamedTuple):
    """How long an import takes: from its start until it changes the observations, and from then until its end."""

    before: float
    storing: float


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[File, File]:
    """Two files of the same observations, each with a value of its own for every one."""
    folder = tmp_path_factory.mktemp("files")
    return written(folder / "one.csv", 1), written(folder / "other.csv", 2)


def written(path: Path, more: int) -> File:
    """Write a file: of pairs, by months."""
    codes = ("AAA", "BBB", "CCC", "WLD", "EUU")
    months = (f"{number // 12}-{number % 12 + 1:02}" for number in count(1900 * 12))
    pairs = ((a, b, month) for month in months for a, b in product(codes, codes) if a != b)
    lines = [(*named, number * 7919 % 99991 + more) for number, named in enumerate(islice(pairs, ROWS))]
    path.write_text("from,to,year,usd\n" + "".join(f"{a},{b},{month},{usd}\n" for a, b, month, usd in lines))
    return File(path, Some(ROWS, float(sum(line[-1] for line in lines))))


def known(databases: Databases) -> str:
    """Make a database with what the observations refer to."""
    trade(url := databases.migrated())
    return url


def importing(url: str, file: File) -> "subprocess.Popen[str]":
    """Start an import in a process of its own."""
    command = [ENTENTE, "import", "trade-csv", str(file.path), *LAYOUT]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment(url), stdout=pipe, stderr=subprocess.STDOUT, text=True)  # noqa: S603


def begun(url: str, process: "subprocess.Popen[str]") -> None:
    """Wait until an import changes the observations."""
    while process.poll() is None and not is_storing(url):
        time.sleep(0.02)


def measured(url: str, file: File) -> Pace:
    """Let an import run to its end."""
    began = time.monotonic()
    process = importing(url, file)
    begun(url, process)
    storing = time.monotonic()
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    return Pace(storing - began, time.monotonic() - storing)


class Killing:
    """Kills at moments drawn from a seed: half of them over the whole run, half of them while it stores."""

    def __init__(self, pace: Pace, fault: Callable[["subprocess.Popen[str]"], object]) -> None:
        self.pace, self.fault, self.random = pace, fault, random.Random(7)  # noqa: S311
        self.found, self.reads, self.failed = Counter[str](), 0, 0

    def wait(self, url: str, process: "subprocess.Popen[str]") -> None:
        """Wait for the moment, or for the end of the process where that comes first."""
        if late := self.random.random() < 0.5:
            begun(url, process)
        lasts = self.pace.storing if late else sum(self.pace)
        with suppress(subprocess.TimeoutExpired):
            process.wait(self.random.uniform(0, LATEST) * lasts)

    def one(self, url: str, file: File) -> bool:
        """Kill an import, look what is left, and import again; tell whether it came in time."""
        old = settled(url)
        new = old.following(file.holds)
        with watched(url) as watch:
            process = importing(url, file)
            self.wait(url, process)
            if in_time := process.poll() is None:
                phase = "storing" if is_storing(url) else "before or after"
                self.fault(process)
            output, _ = process.communicate(timeout=60)
            left = settled(url)
            assert left in (old, new), (old, left)
            # What was said to be there, is.
            assert left == new or process.returncode, output
            assert "Traceback" not in output
            said = run("import", "trade-csv", str(file.path), *LAYOUT)
            assert ("nothing to change" in said) == (left == new), said
            assert settled(url) == new
        assert watch.seen in ([old], [old, new], [new]), watch.seen
        self.reads, self.failed = self.reads + watch.reads, self.failed + watch.failed
        if in_time:
            self.found[f"{phase}: {'old' if left == old else 'new'}"] += 1
        return in_time

    def all(self, databases: Databases, files: tuple[File, File], kills: int) -> None:
        """Kill so many, by turns of the files, each few in a database of their own; some find it without any."""
        done = 0
        while done < kills:
            url, turns = known(databases), cycle(files)
            for _ in range(FRESH):
                done += self.one(url, next(turns))
        print(f"{done} kills, storing {self.pace.storing:.2f} of {sum(self.pace):.2f} s: {dict(self.found)}")  # noqa: T201
        print(f"{self.reads} reads, {self.failed} failed")  # noqa: T201


def test_a_killed_import(databases: Databases, files: tuple[File, File]) -> None:
    pace = measured(known(databases), files[0])
    Killing(pace, lambda process: process.kill()).all(databases, files, KILLS)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server, where its programs are there."""
    if lacking := missing():
        pytest.skip(f"no server can be started here: {lacking} missing")
    with tempfile.TemporaryDirectory(prefix="entente-alone-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)  # noqa: S103
        with alone(Path(name)) as made:
            yield made


def test_a_killed_server(server: Server, files: tuple[File, File], tmp_path: Path) -> None:
    databases = Databases("postgresql", tmp_path, f"{server.url}?connect_timeout=3")

    def crash(_: object) -> None:
        server.crash()
        # As long as a server takes at the least: readers ask connections that rested so long whether they still work.
        time.sleep(REST)
        server.start()

    pace = measured(known(databases), files[0])
    Killing(pace, crash).all(databases, files, CRASHES)
