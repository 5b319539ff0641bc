"""The process of one import over HTTP: `python -m seed.job <id> <file>`.

It is a process of its own so that readers keep their processor and their memory, and it lives no longer than the
server that started it: that holds the other end of its standard input.
"""

import json
import logging
import logging.config
import os
import shutil
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import sqlalchemy as sa
from rich.console import Console

from models.database import noting
from models.engines import WAIT_TO_WRITE
from models.revision import RevisionKind, Why
from models.settings import settings
from seed.bar import progress
from seed.importing import in_words, run
from seed.jobs import NOTHING, Gone, end, read, table
from seed.logs import configuration
from seed.options import Options
from seed.report import Report
from seed.unzip import TIMES, ZIP, unpack

UNPACKED = "unpacked"
"""Folder of the files of a zip."""

ORPHANED = 3
"""How the process ends when the server did."""

log = logging.getLogger("entente")


def end_with_the_server(folder: Path) -> None:
    """Wait for the end of the server, and end at once: what was not committed is rolled back."""
    # Not by `sys.stdin`: whoever waits in it holds a lock that the end of a process wants.
    while os.read(0, 1024):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(ORPHANED)


def work(url: str, job: Any, file: Path) -> None:
    """Run an import, and write down how it ended."""
    options, account = json.loads(job["options"]), Report()
    dry_run = options.pop("dry_run", False)

    def ended(connection: sa.Connection, revision: int, outcome: str) -> None:
        end(connection, job["id"], report=account, outcome=outcome, revision=revision)

    try:
        where = unpacked(job, file)
        layout = Options.model_validate(options).layout()
        with progress(Console(stderr=True)) as shown:
            why = Why(RevisionKind.IMPORT, job["reason"], f"key:{job['api_key']}")
            outcome = run(job["format"], str(where), layout, account, shown, why=why, dry_run=dry_run, ended=ended)
    except Exception as error:
        if not (words := in_words(error, job["filename"])):
            raise
        for path in (file.parent / UNPACKED, file):
            # Where it lies for a moment says nothing to anybody.
            words = words.replace(str(path), job["filename"])
        with noting(url, WAIT_TO_WRITE) as connection:
            end(connection, job["id"], error=words)
        return
    if read(url, table.c.id == job["id"], table.c.finished_at.is_(None)):
        # It changed nothing.
        with noting(url, WAIT_TO_WRITE) as connection:
            nothing = None if account.lines["accepted"] else NOTHING
            end(connection, job["id"], report=account, outcome=outcome, error=nothing)


def unpacked(job: Any, file: Path) -> Path:
    """Give what was uploaded: a file, or a folder of those in a zip."""
    if job["media_type"] != ZIP:
        return file
    (folder := file.parent / UNPACKED).mkdir()
    unpack(file, folder, TIMES * settings().upload_size * 10**6)
    return folder


def main(id: str, path: str) -> None:
    """Run the import of a job."""
    url, file = settings().database_url, Path(path)
    logging.config.dictConfig(configuration())
    Thread(target=end_with_the_server, args=(file.parent,), daemon=True).start()
    try:
        work(url, read(url, table.c.id == id), file)
    except Gone:
        log.warning("import %s had been given up; nothing was written", id)
    except Exception as error:
        # The server marks the job.
        log.error("import %s: unexpected %s", id, type(error).__name__, exc_info=error)
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
