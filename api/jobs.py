"""Runs imports in processes of their own, and sees that each ends: with its job, or with the server."""

import logging
import os
import subprocess
import sys
from threading import Thread

from api.problems import Problem
from api.uploads import Upload
from models.engines import WAIT_TO_WRITE
from models.locks import Hold
from seed.jobs import STOPPED, give_up

log = logging.getLogger("entente")

PATIENCE = 10.0
"""Seconds that a server which stops waits for its imports to end."""

DIED = "The import ended unexpectedly ({}), and nothing was written. If it does so again, send less at once."


class Running:
    """An import that runs, with the lock of its key and the file that was uploaded."""

    def __init__(self, url: str, id: str, upload: Upload, lock: Hold) -> None:
        self.url, self.id, self.upload, self.lock, self.stopped = url, id, upload, lock, False
        command = [sys.executable, "-m", "seed.job", id, str(upload.file)]
        self.process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url}, stdin=subprocess.PIPE)  # noqa: S603
        self.thread = Thread(target=self.watch, name=f"import {id}", daemon=True)

    def watch(self) -> None:
        """Wait for the end of the process; where it could not write down how its job ended, do that."""
        try:
            if code := self.process.wait():
                log.warning("import %s ended with %s", self.id, code)
                how = f"signal {-code}" if code < 0 else f"exit code {code}"
                give_up(self.url, self.id, STOPPED if self.stopped else DIED.format(how), WAIT_TO_WRITE)
        except Exception as error:
            # Whoever reads the job finds that nobody holds its lock.
            log.error("import %s cannot be marked: %s", self.id, type(error).__name__)
        finally:
            RUNNING.discard(self)
            self.stop()
            self.upload.forget()
            self.lock.close()

    def stop(self) -> None:
        """Let the process end: it lives for as long as this pipe is open."""
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()


RUNNING: set[Running] = set()
"""The imports of this process."""


def start(url: str, id: str, upload: Upload, lock: Hold) -> None:
    """Start the import of a job, which takes over the lock and the file."""
    try:
        running = Running(url, id, upload, lock)
    except OSError:
        give_up(url, id, "The import could not be started.")
        raise Problem("unavailable", "The import could not be started.", Retry_After="10") from None
    RUNNING.add(running)
    running.thread.start()


def stop() -> None:
    """End all imports of this process, and wait until their jobs say so."""
    stopped = list(RUNNING)
    for running in stopped:
        running.stopped = True
        running.stop()
    for running in stopped:
        running.thread.join(PATIENCE)
