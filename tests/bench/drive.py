"""One run: `wrk` asks a server for a list of paths for some seconds, or a loop answers them without one."""

import json
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from models.settings import ROOT
from tests.bench.servers import Server, pin

SCRIPT = Path(__file__).with_name("load.lua")


class Run(NamedTuple):
    """What one run measured: requests a second, latencies in milliseconds, CPU of the server in µs a request."""

    rate: float
    p50: float
    p99: float
    cpu: float


class Load(NamedTuple):
    """How hard a server is asked, and with which `If-None-Match`."""

    connections: int = 16
    etag: str = ""


def drive(server: Server, paths: Path, load: Load, seconds: int, share: float) -> Run:
    """Ask for the paths of a file, from a share of it on; another status or a broken connection ends it."""
    arguments = [f"--connections={load.connections}", f"--duration={seconds}s", "--threads=1", "--timeout=20s"]
    script = [f"--script={SCRIPT}", server.address, "--", str(paths), str(share), *filter(None, [load.etag])]
    # Once for nothing: who asks first would read from the disk what the others find in memory.
    _measured(["wrk", *arguments, "--duration=1s", *script], 60)
    before = server.cpu
    found = _measured(["wrk", *arguments, *script], seconds + 60)
    used = server.cpu - before
    if found["refused"] or found["broken"] or not found["requests"]:
        raise SystemExit(f"{server.name} failed while it was driven with {paths.name}: {found}")
    count = found["requests"]
    return Run(count / found["microseconds"] * 1e6, found["p50"] / 1e3, found["p99"] / 1e3, used / count * 1e6)


def _measured(command: list[str], most: float, **environment: str) -> dict[str, float]:
    """Run a command and read the JSON of its last line."""
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=most, check=False
    )
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr or done.stdout}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def loop(venv: Path, asks: Path, url: str, seconds: int, core: int | None) -> Run:
    """Answer the same questions with the same SQL and no HTTP, on the core of the servers."""
    command = [str(venv / "bin" / "python"), "-m", "tests.bench.peers.loop", str(asks), str(seconds)]
    found = _measured(pin(command, core), seconds + 60, DATABASE_URL=url)
    each, cpu = found["seconds"] / found["requests"], found["cpu"] / found["requests"]
    return Run(1 / each, each * 1e3, each * 1e3, cpu * 1e6)
