"""Jobs of importing: how one begins and ends, and how it is told that one will not end by itself.

Whoever takes an upload in holds the lock of its key, from before the first byte until the job has ended: so a key has
one import at a time, and a job that says `running` is, if the lock is held. Where a job ends, its row changes in the
transaction that changes the data, and only if it still says `running`: whatever happens, the two agree.
"""

import json
import secrets
import time
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from models import ImportJob
from models.base import columns
from models.database import noting, reading
from models.engines import WAIT
from models.import_job import JobStatus
from models.locks import hold, is_held
from seed.report import Report

table = columns(ImportJob)

STOPPED = "The server stopped before the import ended; nothing was written. Send the file again."
NOTHING = "No line and no file was accepted, so nothing was written; the report says why."


class Gone(Exception):
    """A job that does not run any more, as far as everybody else knows: it must not change the data."""


def lock_of(key: str) -> str:
    """Name the lock of a key."""
    return f"import {key}"


def new_id() -> str:
    """Give an id that nobody can guess; a later one sorts after an earlier one."""
    return f"{time.time_ns() // 1_000:013x}{secrets.token_hex(10)}"


def begin(connection: sa.Connection, **values: Any) -> str:
    """Write down a job that begins; give its id. Whoever calls this holds the lock of its key."""
    row = {"id": new_id(), "status": JobStatus.RUNNING, "created_at": datetime.now(UTC), **values}
    connection.execute(sa.insert(table).values(row))
    return str(row["id"])


def resume(connection: sa.Connection, id: str) -> str:
    """Have a job that a server left undone begin anew; give its id. Whoever calls this holds the lock of its key."""
    left = sa.update(table).where(table.c.id == id, table.c.error == STOPPED)
    connection.execute(left.values(status=JobStatus.RUNNING, finished_at=None, error=None))
    return id


def end(
    connection: sa.Connection, id: str, *, report: Report | None = None, error: str | None = None, **values: Any
) -> None:
    """Write down how a job ended, within a transaction.

    Raises Gone where it has been told to have ended before.
    """
    values |= {"status": JobStatus.FAILED if error else JobStatus.DONE, "finished_at": datetime.now(UTC)}
    values |= {"error": error, "report": json.dumps(report.as_json(), ensure_ascii=False) if report else None}
    running = sa.update(table).where(table.c.id == id, table.c.status == JobStatus.RUNNING)
    if not connection.execute(running.values(values)).rowcount:
        raise Gone(id)


def give_up(url: str, id: str, error: str, wait: float = WAIT) -> None:
    """Mark a job as failed, unless it has ended by itself."""
    try:
        with noting(url, wait) as connection:
            end(connection, id, error=error)
    except Gone:
        return


def read(url: str, *where: sa.ColumnElement[bool]) -> Any:
    """Read the job that meets some conditions, or nothing."""
    with reading(url) as connection:
        return connection.execute(sa.select(table).where(*where)).mappings().first()


def known(url: str, *where: sa.ColumnElement[bool]) -> Any:
    """Read a job; one that says that it runs, and does not, is marked first."""
    job = read(url, *where)
    if job and job["status"] == JobStatus.RUNNING and not is_held(url, lock_of(job["api_key"])):
        try:
            give_up(url, job["id"], STOPPED)
        except sa.exc.OperationalError:
            # Another import holds the file of SQLite: whoever reads the job later marks it.
            return {**job, "status": JobStatus.FAILED, "error": STOPPED}
        return read(url, *where)
    return job


def bury(url: str, key: str) -> None:
    """Mark what says that it runs among the jobs of a key. Whoever calls this holds its lock: so nothing does."""
    if job := read(url, table.c.api_key == key, table.c.status == JobStatus.RUNNING):
        give_up(url, job["id"], STOPPED)


def sweep(url: str) -> None:
    """Mark all jobs that say that they run, and do not: those of a server that was killed."""
    with reading(url) as connection:
        keys = connection.scalars(sa.select(table.c.api_key).where(table.c.status == JobStatus.RUNNING)).all()
    for key in keys:
        if lock := hold(url, lock_of(key)):
            bury(url, key)
            lock.close()
