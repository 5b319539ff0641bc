"""A PostgreSQL server of its own, on this machine, that may be killed as a whole and started again."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.faults.cluster import BINARIES, DEMOTED, USER, ports

PATIENCE = 60
"""Seconds in which a server must have come back, with all that its log has to be read for."""


def missing() -> str:
    """Say what is not there that a server needs; `` where all is there."""
    wanted = {"PostgreSQL 15": BINARIES.exists(), "setpriv": shutil.which("setpriv") or not DEMOTED}
    return ", ".join(name for name, there in wanted.items() if not there)


def signalled(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Send a signal to a process and its children at once: frozen, it starts no other meanwhile."""
    os.kill(pid := process.pid, signal.SIGSTOP)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in (*map(int, children), pid):
        os.kill(one, number)


class Server:
    """Its process, and where it is reached."""

    def __init__(self, folder: Path) -> None:
        self.folder, (self.port,) = folder, ports(1)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Give the URL of its own database."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: object) -> "subprocess.Popen[bytes]":
        """Start one of its programs."""
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603
                [*DEMOTED, str(BINARIES / program), "-D", "data", *map(str, arguments)],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            )

    def make(self) -> None:
        """Make what it keeps its data in; it writes all through to the disk, as it does if nobody says otherwise."""
        if DEMOTED:
            shutil.chown(self.folder, USER, USER)
        assert self.run("initdb", "-A", "trust", "-U", USER, "-E", "UTF8").wait() == 0, self.log()

    def log(self) -> str:
        """Give what its programs said."""
        return (self.folder / "log").read_text()

    def start(self) -> None:
        """Start it, again where what another has left is still in its way, and wait until it answers."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                self.process = self.run("postgres", "-h", "127.0.0.1", "-p", self.port, "-k", self.folder)
            with suppress(psycopg.OperationalError), psycopg.connect(self.url, connect_timeout=3):
                return
            time.sleep(0.05)
        raise AssertionError(self.log())

    def crash(self) -> None:
        """Kill it."""
        assert self.process
        signalled(self.process, signal.SIGKILL)
        self.process.wait()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop it without ending anything, and let it go on: the system still takes connections for it."""
        assert self.process
        signalled(self.process, signal.SIGSTOP)
        try:
            yield
        finally:
            signalled(self.process, signal.SIGCONT)


@contextmanager
def alone(folder: Path) -> Iterator[Server]:
    """Run a server in a folder that everybody may enter."""
    made = Server(folder)
    try:
        made.make()
        made.start()
        yield made
    finally:
        if made.process and made.process.poll() is None:
            made.crash()
