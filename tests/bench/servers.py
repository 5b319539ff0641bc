"""Server processes: started on one core, waited for, measured through /proc, and stopped by their own id."""

import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO, NamedTuple

from models.settings import ROOT

TICK = os.sysconf("SC_CLK_TCK")
START, STOP = 60.0, 20.0
"""Seconds that a server has to become ready, and to stop."""


class Server(NamedTuple):
    """A server that is ready."""

    name: str
    pid: int
    port: int

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pids(self) -> list[int]:
        """Its processes: the first one and all that came of it."""
        found = [self.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):
                    found += map(int, task.read_text().split())
        return found

    @property
    def cpu(self) -> float:
        """Seconds of CPU that its processes have used."""
        return sum(_ticks(pid) for pid in self.pids) / TICK

    def memory(self, name: str) -> float:
        """Give a figure of /proc/<pid>/status, `VmRSS` now or `VmHWM` at most, summed, in MB."""
        texts = [Path(f"/proc/{pid}/status").read_text() for pid in self.pids]
        found = [re.search(rf"{name}:\s+(\d+) kB", text) for text in texts]
        return sum(int(match[1]) for match in found if match) / 1024

    def forget_peak(self) -> None:
        """Let `VmHWM` begin again at what is used now."""
        for pid in self.pids:
            Path(f"/proc/{pid}/clear_refs").write_text("5")


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = fields[11:13]
    return int(user) + int(system)


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pin(command: list[str], core: int | None) -> list[str]:
    """Keep a command on one core, if any."""
    return command if core is None else ["taskset", "--cpu-list", str(core), *command]


@contextmanager
def serving(
    name: str, command: Callable[[int], list[str]], environment: dict[str, str], core: int | None
) -> Iterator[Server]:
    """Run a server on a free port until the end of the block; it must answer `/readyz` with less than 500 in time."""
    port = free_port()
    # A file, not a pipe: a server must not stop because nobody reads its log.
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603
            pin(command(port), core),
            cwd=ROOT,
            env=os.environ | environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait(process, name, port, log)
            yield Server(name, process.pid, port)
        finally:
            stop(process)


def _wait(process: "subprocess.Popen[bytes]", name: str, port: int, log: IO[bytes]) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError, HTTPException):
            if fetch(port, "/readyz")[0] < 500:
                return
        time.sleep(0.1)
    log.seek(0)
    raise SystemExit(f"{name} did not start:\n{log.read().decode()[-2_000:]}")


def fetch(port: int, path: str, **headers: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """Ask once and give status, headers and body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Stop a process and what it started: asked first, then made to."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
