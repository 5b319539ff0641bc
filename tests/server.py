"""A real server process, started by the command that people use, and stopped."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx

from models.settings import ROOT


class Address(str):
    """Where a server listens, with its process."""

    process: "subprocess.Popen[bytes]"


@contextmanager
def serving(url: str, kept: Path | None = None, **environment: str) -> Iterator[Address]:
    """Run `entente serve` on a database and give its address; it must be ready within a minute.

    Its log is kept in a file, where one is named.
    """
    port = environment.setdefault("ENTENTE_PORT", str(free()))
    unlimited = {"ENTENTE_RATE_LIMIT": "", "ENTENTE_RATE_LIMIT_KEY": ""}
    variables = os.environ | {"DATABASE_URL": url} | unlimited | environment
    command = [str(Path(sys.executable).parent / "entente"), "serve"]
    base = Address(f"http://127.0.0.1:{port}")
    # A file, not a pipe: a server must not stop because nobody reads its log.
    with kept.open("w+b") if kept else tempfile.TemporaryFile() as log:
        base.process = process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log)  # noqa: S603
        try:
            wait(base, log)
            yield base
        finally:
            process.terminate()
            process.wait(timeout=20)


def free() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(base: Address, log: IO[bytes], path: str = "/readyz") -> None:
    """Wait until a server is ready."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if base.process.poll() is not None:
            log.seek(0)
            raise AssertionError(log.read().decode())
        try:
            if httpx.get(f"{base}{path}").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server did not become ready")
