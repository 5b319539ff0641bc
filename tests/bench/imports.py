"""Measures imports of observations, and kills some: `python -m tests.bench.imports --help`."""

import argparse
import csv
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from string import ascii_uppercase
from threading import Event, Thread
from typing import Any

import httpx
import sqlalchemy as sa
from rich.progress import Progress

from models import Country, Revision, TradeByPartner, TradeByPeriod, TradeMetric
from models.base import columns
from models.database import reading, writing
from models.engines import is_sqlite, sqlite
from models.revision import RevisionKind, Why
from models.settings import ROOT, settings
from seed import bulk
from seed.cli import migrate
from seed.importers.layout import Layout
from seed.observing import planned
from seed.report import Report
from tests.bench.report import say
from tests.bench.store import fresh
from tests.server import serving
from tests.trade import insert

BIG = ROOT.parent / "shared" / "data" / "bilateral-exports-1964-2016.csv"
LAYOUT = Layout(
    {"reporter": "exp", "partner": "imp", "period": "time", "value": "export"},
    {"indicator": "goods-exports", "flow": "export", "unit": "USD", "source": "bench"},
    source={"title": "A benchmark"},
    indicator={"name": "Exports of goods", "definition": "Goods sold to a partner.", "measure": "flow"},
)


def generate(path: Path, rows: int) -> None:
    """Write a file of a given number of observations, among 200 countries."""
    codes = [f"Q{a}{b}" for a in ascii_uppercase[:20] for b in ascii_uppercase[:10]]
    years = range(1800, 1800 + -(-rows // (len(codes) * (len(codes) - 1))))
    made = ((a, b, year) for a in codes for b in codes if a != b for year in years)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("exp,imp,time,export\n")
        file.writelines(
            f"{a},{b},{y},{n * 7919 % 1000003 * 13.5}\n" for n, (a, b, y) in zip(range(rows), made, strict=False)
        )


def prepare(url: str, path: Path) -> None:
    """Make the tables, and a country for each code of the file that could be one."""
    os.environ["DATABASE_URL"] = url
    settings.cache_clear()
    migrate()
    with path.open(encoding="utf-8", newline="") as file:
        codes = {code for line in csv.reader(file) for code in line[:2] if code.isalpha() and code.isupper()}
    with writing(url) as connection:
        insert(connection, Country, *({"id": code, "name": code, "kind": "country"} for code in sorted(codes)))


def child(path: Path) -> None:
    """Import a file into the database of the settings, and print what it took, in JSON."""
    began, marks, report = time.perf_counter(), dict[str, float](), Report()
    settle, fill = bulk._settle, bulk._rows

    def rows(*given: Any) -> Iterator[Any]:
        yield from fill(*given)
        marks["read"] = time.perf_counter() - began

    def settled(*given: Any) -> None:
        marks["committed"], marks["cpu"] = time.perf_counter() - began, time.process_time()
        settle(*given)

    bulk.__dict__.update(_rows=rows, _settle=settled)
    observations = planned("trade-csv", [path], LAYOUT, Progress(disable=True))
    stored = bulk.import_observations(
        settings().database_url, observations, report, why=Why(RevisionKind.IMPORT, "a benchmark")
    )
    marks["settled"] = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        json.dumps({"lines": sum(report.lines.values()), "changes": stored.changes, "peak": peak, **marks})
    )


def start(url: str, path: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.bench.imports", "--child", str(path)]
    variables = os.environ | {"DATABASE_URL": url}
    return subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True)  # noqa: S603


def measured(url: str, path: Path, label: str) -> None:
    """Import a file in a process of its own, and say what it took until all was committed."""
    output, _ = start(url, path).communicate(timeout=3600)
    found = json.loads(output)
    until = found.get("committed", found["settled"])
    say(
        f"{label}: {found['lines']:,} lines in {until:.2f} s, {found['lines'] / until:,.0f} a second "
        f"({found.get('cpu', 0):.2f} s of one processor with its start, "
        f"read {found['read']:.2f} s, all settled {found['settled']:.2f} s), peak {found['peak']:.0f} MB, "
        f"changes {found['changes']}"
    )


class Meanwhile:
    """What another reader and another writer notice of an import."""

    def __init__(self, url: str, address: str) -> None:
        self.url, self.address, self.ended = url, address, Event()
        self.reads, self.writes = list[float](), list[float]()
        self.revisions, self.failed = set[int](), 0

    def read(self) -> None:
        with httpx.Client() as client:
            while not self.ended.wait(0.02):
                began = time.perf_counter()
                answer = client.get(f"{self.address}/v1/trade-metrics", params={"limit": random.randint(1, 200)})  # noqa: S311
                answer.raise_for_status()
                self.reads.append(time.perf_counter() - began)
                self.revisions.add(answer.json()["meta"]["revision"])

    def write(self) -> None:
        while not self.ended.wait(0.2):
            began = time.perf_counter()
            try:
                with writing(self.url) as connection:
                    connection.exec_driver_sql("UPDATE country SET capital = 'A' WHERE id = 'USA'")
            except (sa.exc.OperationalError, sqlite.OperationalError):
                self.failed += 1
            self.writes.append(time.perf_counter() - began)

    def __str__(self) -> str:
        reads = sorted(self.reads)
        return (
            f"  meanwhile {len(reads)} reads, median {1000 * statistics.median(reads):.1f} ms, "
            f"99 of 100 within {1000 * reads[int(len(reads) * 0.99)]:.1f} ms, longest {1000 * reads[-1]:.0f} ms, "
            f"revisions {sorted(self.revisions)}; longest write {max(self.writes):.2f} s, {self.failed} given up"
        )


@contextmanager
def watched(url: str) -> Iterator[None]:
    """Read through the API and write beside, and say what that took."""
    with serving(url) as address:
        noticed = Meanwhile(url, address)
        threads = [Thread(target=noticed.read), Thread(target=noticed.write)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            noticed.ended.set()
            for thread in threads:
                thread.join()
        say(str(noticed))


def content(url: str) -> tuple[Any, ...]:
    """Give what tells an old content from a new one, and from anything between."""
    of = (sa.func.count(), sa.func.sum(columns(TradeMetric).c.value_in_units))
    with reading(url) as connection:
        if is_sqlite(url) and (found := connection.exec_driver_sql("PRAGMA quick_check").scalar()) != "ok":
            raise SystemExit(f"The database is broken: {found}")
        numbers = [*connection.execute(sa.select(*of)).one()]
        for table in (TradeByPeriod, TradeByPartner):
            kept = columns(table).c
            numbers += connection.execute(sa.select(sa.func.sum(kept.records), sa.func.sum(kept.total))).one()
        revision = connection.scalar(sa.select(sa.func.max(columns(Revision).c.number)))
    return (revision, *(f"{number:.9g}" for number in numbers))


def kill(url: str, path: Path, times: int) -> None:
    """Kill imports of changed values at random moments, and compare what is left."""
    other = path.with_name("other.csv")
    with path.open(encoding="utf-8") as old, other.open("w", encoding="utf-8") as new:
        new.write(old.readline())
        new.writelines(",1".join(line.rsplit(",", 1)) for line in old)
    began = time.perf_counter()
    start(url, other).communicate()
    took = time.perf_counter() - began
    path, other = other, path
    for number in range(1, times + 1):
        before, moment = content(url), random.uniform(0.2, 1.05) * took  # noqa: S311
        process = start(url, other)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=moment)
        ended = process.poll() is not None
        process.kill()
        process.communicate()
        after = content(url)
        whole = after == before or (
            after[0] == before[0] + 1 and after[1] == before[1] and after[2] == after[4] != before[2]
        )
        left = "all as it was" if after == before else "all of it"
        say(f"  kill {number} after {moment:.1f} s{', when it had ended' if ended else ''}: {left}")
        if not whole:
            raise SystemExit(f"Half of an import is left: {before} became {after}")
        if after != before:
            path, other = other, path


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="make import-bench", description=__doc__)
    parser.add_argument("--rows", type=int, help=f"observations to generate; without, the file {BIG.name}")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--kills", type=int, default=10, help="imports that are killed")
    parser.add_argument("--watch", action="store_true", help="read and write meanwhile, which slows it down")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child)
        return
    with tempfile.TemporaryDirectory(prefix="entente-bench-", ignore_cleanup_errors=True) as name:
        measure(Path(name), options)


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Measure on each database."""
    path = folder / "trade.csv"
    if options.rows:
        generate(path, options.rows)
    else:
        path.write_bytes(BIG.read_bytes())
    for kind in options.database:
        with fresh(kind, folder) as url:
            say(f"{kind}:")
            prepare(url, path)
            if options.watch:
                with watched(url):
                    measured(url, path, "new")
                continue
            measured(url, path, "new")
            measured(url, path, "again")
            kill(url, path, options.kills)


if __name__ == "__main__":
    main()
