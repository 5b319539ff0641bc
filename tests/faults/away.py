"""Ways in which a database goes away, and comes back."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.relay import Relay


@contextmanager
def refused(relay: Relay) -> Iterator[None]:
    """Break all connections, and refuse others, as where a server has ended."""
    relay.close()
    try:
        yield
    finally:
        relay.open()


@contextmanager
def frozen(relay: Relay) -> Iterator[None]:
    """Take connections and say nothing, as a server that has stopped without ending."""
    relay.freeze()
    try:
        yield
    finally:
        relay.open()


@contextmanager
def black_hole(relay: Relay) -> Iterator[None]:
    """Lose all packets in both directions, as a broken network does; for root alone."""
    if (iptables := shutil.which("iptables")) is None:
        pytest.skip("a black hole needs iptables")
    with ExitStack() as opened:
        for side in ("--dport", "--sport"):
            rule = ("INPUT", "-i", "lo", "-p", "tcp", side, str(relay.port), "-j", "DROP")
            if subprocess.run([iptables, "-w", "-I", *rule], capture_output=True, check=False).returncode:  # noqa: S603
                pytest.skip("a black hole is for root alone, or not to be had in this kernel")
            opened.callback(subprocess.run, [iptables, "-w", "-D", *rule], check=True)
        yield


@contextmanager
def moved(file: Path) -> Iterator[None]:
    """Move a database file away, and back."""
    aside = file.rename(file.with_suffix(".aside"))
    try:
        yield
        assert not file.is_file(), "a database was made anew"
    finally:
        aside.rename(file)


@contextmanager
def unreadable(file: Path) -> Iterator[None]:
    """Put a folder in the place of a database file: the system opens it for nobody, not even for root."""
    with moved(file):
        file.mkdir()
        try:
            yield
        finally:
            file.rmdir()


HOLD = (
    "import sqlite3, sys; held = sqlite3.connect(sys.argv[1], isolation_level=None); "
    "held.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()"
)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Have another process write to a database file, and not come to an end."""
    command = [sys.executable, "-c", HOLD, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: S603
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        try:
            yield
        finally:
            other.communicate()
