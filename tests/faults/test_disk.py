"""Disk faults lose nothing: a system call of a command or of a request fails, or is its last one; SQLite.

Each call in turn, evenly over all that an undisturbed run makes: while it stages, stores, commits and tidies up.
"""

import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from models import Treaty
from models.api_key import KeyScope
from seed.cli import migrate
from tests.api.test_writing import TREATY
from tests.conftest import disconnect, use
from tests.faults.cluster import until
from tests.faults.imports import Run, command, files, importing, prepare, state
from tests.importing import key
from tests.seed.test_importing import rows

pytestmark = pytest.mark.faults
ROWS, TIMES = 1_000, 20
"""Observations of a file, and faults of each kind: of an import, and as many of a request."""

FAULTS = {
    "full": ("pwrite64", "error=ENOSPC"),
    "broken": ("pwrite64", "error=EIO"),
    "killed": ("pwrite64", "signal=SIGKILL"),
    "unsynced": ("fsync,fdatasync", "error=EIO"),
}
"""What happens to which system calls."""


def put(own: str) -> None:
    """Write one record by a request, and say how it was answered."""
    from api.main import app

    answer = TestClient(app, raise_server_exceptions=False, headers={"X-API-Key": own}).put(
        "/v1/treaties/fault", json=TREATY | {"citations": [{"source": "one", "locator": "row 1"}]}
    )
    sys.stdout.write(f"{answer.status_code} {answer.text}\n")
    sys.stdout.flush()
    sys.exit(answer.status_code not in (200, 201))


def traced(run: Run, log: Path, calls: str, *inject: str) -> int | None:
    """Run something under strace, and give how it ended."""
    pid = run.process.pid
    asked = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={calls}", *inject, "-p", str(pid)]
    watching = subprocess.Popen(asked, stderr=subprocess.DEVNULL)  # noqa: S603
    status = Path(f"/proc/{pid}/status")
    until(lambda: f"TracerPid:\t{watching.pid}\n" in status.read_text(), 20, "strace")
    run.go()
    ended = run.end()
    watching.wait(timeout=20)
    return ended


class Disk:
    """A database that is put back before each fault, and the run of something that changes it."""

    def __init__(self, folder: Path, work: Callable[..., object], *given: Any) -> None:
        self.folder, self.first, self.file = folder, folder / "first.db", folder / "own.db"
        self.url, self.work, self.given = f"sqlite:///{self.file}", work, given
        self.found = Counter[str]()

    def run(self) -> Run:
        """Make a run of it that waits."""
        return Run(self.work, self.url, self.folder / "said", *self.given)

    def restore(self) -> None:
        """Put the database back."""
        disconnect(self.url)
        for path in self.folder.glob("own.db*"):
            path.unlink()
        shutil.copy(self.first, self.file)

    def counted(self, calls: str) -> int:
        """Count some system calls of an undisturbed run."""
        self.restore()
        log = self.folder / "calls"
        run = self.run()
        assert traced(run, log, calls) == 0, run.said
        return sum("(" in line for line in log.read_text().splitlines())

    def fault(self, kind: str, number: int, *, lasting: bool) -> None:
        """Let the call of a number fail, and perhaps all after it; see that nothing is lost, and repeat it."""
        self.restore()
        before, run, (calls, what) = self.content(), self.run(), FAULTS[kind]
        inject = f"inject={calls}:{what}:when={number}{'+' if lasting else ''}"
        ended = traced(run, self.folder / "calls", calls, "-e", inject)
        after = self.content()
        assert after in (before, self.whole), f"{inject}: half of it is there"
        assert ended or after == self.whole, f"{inject}: it said that it is done"
        assert "Traceback" not in run.said, run.said
        assert kind != "killed" or ended == -signal.SIGKILL, f"{inject}: it was not killed"
        if ended and kind != "killed":
            assert "nothing was written" in run.said, (inject, run.said)
            assert after == before, (inject, run.said)
        self.found[f"{kind}: {'ended' if ended else 'done'}, {'new' if after == self.whole else 'old'}"] += 1
        again = self.run()
        again.go()
        assert again.end() == 0, again.said
        assert self.content() == self.whole

    def content(self) -> object:
        """Give what the database holds, after a look that the file is whole."""
        found = state(self.url)
        treaties = [row["id"] for row in rows(self.url, Treaty)]
        disconnect(self.url)
        return found, treaties

    def suffer(self) -> None:
        """Go through all faults."""
        number = {calls: self.counted(calls) for calls in dict(FAULTS.values())}
        self.whole = self.content()
        for kind, (calls, _) in FAULTS.items():
            for turn in range(TIMES):
                at = 1 + turn * (number[calls] - 1) // (TIMES - 1)
                self.fault(kind, at, lasting=turn % 2 == 1 and kind != "killed")
        print(f"{number}: {dict(self.found)}")  # noqa: T201
        assert self.found.total() == TIMES * len(FAULTS)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder with a database, closed."""
    if not shutil.which("strace"):
        pytest.skip("no fault can be made here: strace missing")
    use(url := f"sqlite:///{tmp_path / 'first.db'}")
    migrate()
    prepare(url)
    return tmp_path


def test_an_import_on_a_failing_disk(base: Path) -> None:
    disconnect(f"sqlite:///{base / 'first.db'}")
    Disk(base, command, *importing(files(base, ROWS)[0])).suffer()


def test_a_request_on_a_failing_disk(base: Path) -> None:
    own = key(url := f"sqlite:///{base / 'first.db'}", KeyScope.WRITE)
    disconnect(url)
    Disk(base, put, own).suffer()
