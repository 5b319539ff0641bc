"""What is said of a run: words on the way, the figures as they are, and the ratios in Markdown."""

import os
import platform
import re
import sqlite3
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.bars import Bar
from tests.bench.contenders import BARE, OURS, PEERS, TENTH
from tests.bench.results import Results

FIGURES = ("rate", "p50", "p99", "cpu")
EXPORTED = ("rate", "rows", "first", "memory")


def say(words: str) -> None:
    """Say how far it is."""
    sys.stderr.write(f"{words}\n")


def machine() -> str:
    """Say what it is measured on."""
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    cores = f"{os.cpu_count()} cores of {model[1] if model else platform.machine()}"
    return f"{cores}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


def figures(results: Results) -> Iterator[str]:
    """Give the lines of the table of figures."""
    yield _line("workload", "contender", "requests/s", "p50 ms", "p99 ms", "CPU µs")
    for workload, contender in results.runs:
        if workload != "export":
            yield _line(workload, contender, *(_number(results.of(workload, contender, name)) for name in FIGURES))
    if exporters := results.contenders("export"):
        yield _line("export", "contender", "MB/s", "rows/s", "first ms", "MB more")
        for contender in exporters:
            yield _line("", contender, *(_number(results.of("export", contender, name)) for name in EXPORTED))
    yield _line("", "peak memory", "MB")
    for name, most in results.memory.items():
        yield _line("", name, _number(most))


def _line(workload: str, contender: str, *cells: str) -> str:
    return f"{workload:12} {contender:28}" + "".join(f"{cell:>12}" for cell in cells)


def _number(value: float | None) -> str:
    """Write a figure with three digits or more."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def ratios(results: Results, field: str = "rate", *, less: bool = False) -> Iterator[str]:
    """Give the rows of a table of ratios, ours by theirs, or where less is better theirs by ours."""
    others = {workload: {*results.contenders(workload)} - {OURS, TENTH} for workload in results.workloads}
    names = [name for name in (*PEERS, BARE) if any(name in found for found in others.values())]
    yield from _head("workload", *names)
    for workload in filter(others.get, others):
        if field == "rate" or workload != "export":
            ours, theirs = (workload, OURS), [(workload, name) for name in names]
            pairs = [(other, ours) if less else (ours, other) for other in theirs]
            yield _row(workload, *(_number(results.ratio(*pair, field)) for pair in pairs))


def verdicts(bars: Iterable[Bar]) -> Iterator[str]:
    """Give the rows of the table of bars."""
    yield from _head("bar", "measured", "wanted", "")
    for bar in bars:
        wanted = f"{'at least' if bar.least else 'at most'} {bar.limit:g}"
        yield _row(bar.words, _number(bar.value), wanted, "PASS" if bar.passed else "FAIL")


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield "|---|" + "---:|" * (len(cells) - 1)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def markdown(options: Namespace, results: Results, bars: Sequence[Bar]) -> str:
    """Write a run down as ratios, with the date and the machine."""
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[options.database]
    rounds = f"median of {options.rounds} rounds of {options.seconds} s"
    data = f"{options.observations:,} observations on {kind}"
    parts = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {data}, {rounds};\n{machine()}.",
        "Requests a second, ours as a multiple of theirs (export: MB a second):",
        "\n".join(ratios(results)),
        "CPU of a request, theirs as a multiple of ours:",
        "\n".join(ratios(results, "cpu", less=True)),
        "\n".join(verdicts(bars)),
    ]
    return "\n\n".join(parts) + "\n"
