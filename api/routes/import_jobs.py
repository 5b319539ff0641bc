"""Jobs of importing as answers: what one says, and how it is read from its row."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.router import Links, Meta, PageInfo
from models.import_job import JobStatus
from seed.jobs import table

SOON = "1"
"""Seconds after which it is worth asking again."""


class Lines(BaseModel):
    """How many lines or elements were accepted and refused as a whole."""

    accepted: int = Field(description="Stored, or there already.")
    refused: int = Field(description="Not stored.")


class Remark(BaseModel):
    """The same words about some places of the file."""

    what: str = Field(description="What was repaired, or why it is refused and what would mend it.")
    count: int = Field(description="Number of places.")
    places: list[int | str] = Field(description="Where: numbers of lines, or words such as `line 3: url`.")


class ImportReport(BaseModel):
    """The account of an import, as `entente import --report` writes it."""

    lines: Lines = Field(description="Lines or elements of the files.")
    accepted: dict[str, int] = Field(description="Rows that are stored, or there already, by their table.")
    repaired: list[Remark] = Field(description="What was read otherwise than it was written.")
    refused: list[Remark] = Field(description="What is not stored.")


class ImportSummary(BaseModel):
    """An import over HTTP, without its report."""

    id: str = Field(description="Id of the job.")
    status: JobStatus = Field(description="`running`, `done`, or `failed`: then nothing was written.")
    format: str = Field(description="Format of the file.")
    filename: str = Field(description="Name of the file.")
    options: dict[str, Any] = Field(description="The options that were given, `dry_run` among them.")
    reason: str = Field(description="Reason of the revision.")
    media_type: str = Field(description="What the file was sent as.")
    bytes: int = Field(description="Size of the file.")
    digest: str = Field(description="SHA-256 of the file.")
    idempotency_key: str | None = Field(description="The `Idempotency-Key` that it was sent with.")
    created_at: datetime = Field(description="When the file was there.")
    finished_at: datetime | None = Field(description="When the import ended; null while it runs.")
    outcome: str | None = Field(description="What changed, in words.")
    revision: int | None = Field(description="The revision that it made; null where it changed nothing.")
    error: str | None = Field(description="Why it failed.")


class ImportJob(ImportSummary):
    """An import over HTTP."""

    report: ImportReport | None = Field(description="What became of every line; null before the end.")


class ImportPage(BaseModel):
    """A page of imports."""

    data: list[ImportSummary] = Field(description="The imports of this page, the newest first.")
    page: PageInfo
    links: Links
    meta: Meta


SUMMARY = [table.c[name] for name in ImportSummary.model_fields]


def summary(job: Mapping[str, Any]) -> dict[str, Any]:
    """Give a job without its report."""
    return {name: job[name] for name in ImportSummary.model_fields} | {"options": json.loads(job["options"])}


def answer(body: Any, status: int = 200, **headers: str) -> Response:
    """Give an answer that nobody keeps."""
    return Response(
        msgspec.json.encode(body), status, {"Cache-Control": "no-store", **headers}, media_type="application/json"
    )


def address(id: str) -> str:
    """Give the address of a job."""
    return f"/v1/imports/{id}"


def whole(job: Mapping[str, Any], status: int = 200) -> Response:
    """Answer with a job: where it runs, and when to ask again."""
    headers = {"Retry-After": SOON} if job["status"] == JobStatus.RUNNING else {}
    if status != 200:
        headers["Location"] = address(job["id"])
    # The report is JSON already, and may be long.
    report = msgspec.Raw(job["report"].encode()) if job["report"] else None
    return answer(summary(job) | {"report": report}, status, **headers)
