"""Measures the API beside its peers, on the same data and machine: `python -m tests.bench --help`."""

import argparse
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from models.settings import ROOT
from tests.bench.bars import bars
from tests.bench.contenders import COLD, PEERS
from tests.bench.jobs import jobs
from tests.bench.report import figures, markdown, say, verdicts
from tests.bench.results import Results
from tests.bench.stage import Stage, prepared

WORKLOADS = (*COLD, "deep", "crowd", "hot", "304", "export", "growth")


def among(allowed: tuple[str, ...]) -> Callable[[str], list[str]]:
    """Give what reads a list of names, separated by commas."""

    def read(text: str) -> list[str]:
        names = text.split(",") if text else []
        if unknown := {*names} - {*allowed}:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}; there are {', '.join(allowed)}")
        return names

    return read


def parsed() -> argparse.Namespace:
    """Read the options; growth is measured where there are more than a million observations."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="times that everything is run; the medians count")
    parser.add_argument("--seconds", type=int, default=3, help="length of one run")
    parser.add_argument("--only", type=among(WORKLOADS), help=f"workloads, of {','.join(WORKLOADS)}")
    parser.add_argument("--peers", type=among(PEERS), default=[*PEERS], help=f"peers, of {','.join(PEERS)}")
    parser.add_argument("--observations", type=int, default=1_000_000, help="rows of the biggest table")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--data", type=Path, default=ROOT / ".bench", help="folder that keeps the databases")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv-bench", help="where the peers are installed")
    parser.add_argument("--write", type=Path, help="file to write the ratios to, as Markdown")
    options = parser.parse_args()
    usual = [name for name in WORKLOADS if name != "growth" or options.observations > 1_000_000]
    options.only = options.only or usual
    if options.observations < (1_000_000 if "growth" in options.only else 100_000):
        parser.error("fewer than 100,000 observations have too few pairs to ask for; growth asks a tenth of them, too")
    options.data, options.venv = options.data.absolute(), options.venv.absolute()
    return options


def core_of_servers(database: str) -> int | None:
    """Give the servers a core and keep this process and `wrk` on another; with PostgreSQL nobody is kept anywhere."""
    cores = sorted(os.sched_getaffinity(0))
    if database == "postgresql" or len(cores) < 2:
        return None
    os.sched_setaffinity(0, cores[1:2])
    return cores[0]


def measured(stage: Stage, rounds: int) -> Results:
    """Run everything, round by round."""
    results, chance = Results(), random.Random(1)  # noqa: S311
    for number in range(1, rounds + 1):
        share = chance.random()
        for job in jobs(stage):
            say(f"Round {number} of {rounds}: {job.workload}, {job.contender}.")
            results.add(job.workload, job.contender, job.run(share))
            # An export lets the peak begin again.
            results.note({name: server.memory("VmHWM") for name, server in stage.servers.items()})
    return results


def main() -> int:
    """Measure, tell, and say by the exit code whether every bar is kept."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    options = parsed()
    if missing := [tool for tool in ("wrk", "taskset", str(options.venv / "bin" / "python")) if not shutil.which(tool)]:
        raise SystemExit(
            f"Not found: {', '.join(missing)}; `make bench` installs the peers, a package manager the rest."
        )
    with ExitStack() as stack:
        results = measured(prepared(options, stack, core_of_servers(options.database)), options.rounds)
    found = bars(results)
    sys.stdout.write("\n".join([*figures(results), "", *verdicts(found), ""]))
    if options.write:
        options.write.write_text(markdown(options, results, found))
    return 0 if all(bar.passed for bar in found) else 1


if __name__ == "__main__":
    sys.exit(main())
