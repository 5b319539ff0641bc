"""Imports over HTTP: what was uploaded, by whom, and what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.base import Key, Text, stored


class JobStatus(StrEnum):
    """Where an import stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


RUNNING = text(f"status = '{JobStatus.RUNNING}'")


@stored
class ImportJob(SQLModel, table=True):
    """One import over HTTP. It is kept for ever, and is no data: no package holds it.

    `options` and `report` are JSON. One job of a key runs at a time; whether one that says so still does, only the
    lock of its key knows: see `seed/jobs.py`.
    """

    __tablename__ = "import_job"
    __table_args__ = (
        UniqueConstraint("api_key", "idempotency_key"),
        Index("ix_import_job_running", "api_key", unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: Key = Field(primary_key=True)
    api_key: Text = Field(index=True)
    format: Text
    filename: Text
    options: Text
    reason: Text
    bytes: int = Field(sa_type=BigInteger)
    media_type: Text
    digest: Text
    idempotency_key: Text | None = None
    status: JobStatus
    created_at: datetime
    finished_at: datetime | None = None
    outcome: Text | None = None
    revision: int | None = None
    error: Text | None = None
    report: Text | None = None
