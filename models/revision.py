"""Dataset revisions: one row for each committed change of the data, and what records were before."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import Key, Text, stored


class RevisionKind(StrEnum):
    """How the data was changed."""

    LOAD = "load"
    IMPORT = "import"
    WRITE = "write"


COMMAND = "command"
"""The actor of what the command line does."""


class Why(NamedTuple):
    """Why the data changes: how, who does it, and the reason in words."""

    kind: RevisionKind
    reason: str
    actor: str = COMMAND


@stored
class Revision(SQLModel, table=True):
    """One committed load, import or write. Every answer names the revision it was read at."""

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    committed_at: datetime
    kind: RevisionKind = Field(description="`load` of the data files, `import` of a file, or `write` of one record.")
    actor: Text = Field(description="Who made it: `command`, or the `key:<id>` of an API key.")
    reason: Text = Field(description="Why it was made.")


@stored
class Past(SQLModel, table=True):
    """What one record became in a revision, and is no longer; without a body, it was gone."""

    __table_args__ = (Index("ix_past_record", "resource", "record", "revision"),)

    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    resource: Text = Field(primary_key=True)
    record: Key = Field(primary_key=True)
    body: str | None = Field(default=None, description="The record as it is written, in JSON.")
    moved_to: Key | None = Field(default=None, description="Id of the record that took its place.")


@stored
class Curated(SQLModel, table=True):
    """One record that came from the data files: when it leaves them, it leaves the database."""

    resource: Text = Field(primary_key=True)
    record: Key = Field(primary_key=True)
