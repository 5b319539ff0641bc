"""Dataset revisions: one row for each committed change of the data."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.base import Key, Text, stored


@stored
class Revision(SQLModel, table=True):
    """One committed load or write. Every answer names the revision it was read at."""

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    committed_at: datetime
    reason: Text


@stored
class Curated(SQLModel, table=True):
    """One record that came from the data files: when it leaves them, it leaves the database."""

    resource: Text = Field(primary_key=True)
    record: Key = Field(primary_key=True)
