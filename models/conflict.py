"""Conflicts: where sources disagree about one fact, with what each of them says.

They are kept beside the data and made from it, so a conflict names records and sources but nothing holds on to it: a
record that goes takes its conflicts along by what makes them, not by a foreign key.
"""

from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.base import CountryId, Key, Label, Slug, Text, stored
from models.source import Confidence
from models.trade_metric import Flow


class ConflictKind(StrEnum):
    """What sources disagree about."""

    FIELD = "field"
    MEMBERSHIP = "membership"
    PARTICIPATION = "participation"
    STATEMENT = "statement"
    OBSERVATION = "observation"


class ConflictBase(SQLModel):
    """A fact that sources disagree about."""

    id: Key = Field(primary_key=True, description="Derived from the fact.")
    kind: ConflictKind = Field(
        index=True,
        description="`field`: what one field of a record is; `membership`: spans of one country in one organization "
        "that cannot all hold; `participation`: when a party acted; `statement`: what speakers say against each other; "
        "`observation`: one number.",
    )
    fact: Label = Field(description="The fact in words.")
    resource: Text = Field(index=True, description="The kind of record it is about.")
    record: Key | None = Field(default=None, index=True, description="Id of the record, where it is a field of one.")
    field: Text | None = Field(default=None, index=True, description="The field, where it is one of a record.")
    organization: Slug | None = Field(default=None, index=True, description="Id of the organization it is about.")
    treaty: Slug | None = Field(default=None, index=True, description="Id of the treaty it is about.")
    country: CountryId | None = Field(
        default=None,
        index=True,
        description="Id of the country it is about; of a number, the reporter, of turnover the first by the alphabet.",
    )
    partner: CountryId | None = Field(default=None, index=True, description="Id of the partner, of a number.")
    indicator: Slug | None = Field(default=None, index=True, description="Id of the indicator, of a number.")
    flow: Flow | None = Field(default=None, index=True, description="Direction of trade, of a number.")
    period: Text | None = Field(default=None, index=True, description="The time measured, of a number.")
    spread: float | None = Field(
        default=None,
        index=True,
        description="How far numbers are apart: the largest less the smallest, divided by the larger magnitude of "
        "the two. Small ones may be a matter of rounding.",
    )


@stored
class Conflict(ConflictBase, table=True):
    """The table of conflicts."""


@stored
class ConflictValue(SQLModel, table=True):
    """What one source says about the fact of a conflict."""

    __tablename__ = "conflict_value"

    conflict: Key = Field(primary_key=True, foreign_key="conflict.id")
    place: int = Field(primary_key=True)
    value: Text
    source: Slug = Field(index=True)
    locator: Text
    confidence: Confidence
    record: Key | None = None
    note: Text | None = None


class Claim(SQLModel):
    """What one source says, as it is answered."""

    value: str = Field(description="What it says; of a number, in its unit.")
    source: str = Field(description="Id of the source.")
    locator: str = Field(description="The place in the source.")
    confidence: Confidence = Field(description="How firmly the source says it.")
    record: str | None = Field(description="Id of the record that holds this value.")
    note: str | None = Field(description="What a reader should know about it.")
