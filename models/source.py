"""Sources, and the citations that tie every fact to one."""

from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import Key, Name, Recorded, Slug, Text, stored
from models.dates import PartialDate


class SourceKind(StrEnum):
    """What a source is."""

    ARTICLE = "article"
    OFFICIAL = "official"
    TREATY_TEXT = "treaty_text"
    STATISTICS = "statistics"
    DATASET = "dataset"
    ENCYCLOPEDIA = "encyclopedia"


class SourceBase(SQLModel):
    """A document or data set that says something."""

    id: Slug = Field(primary_key=True, description="Stable id, its address for ever.")
    title: Name = Field(description="Title as published.")
    publisher: Name | None = Field(default=None, description="Who published it.")
    author: Name | None = Field(default=None, description="Who wrote it.")
    published: PartialDate | None = Field(default=None, description="When it was published.")
    url: Text | None = Field(default=None, description="Where it can be read.")
    kind: SourceKind = Field(index=True, description="What it is.")
    language: Text | None = Field(default=None, index=True, description="Language of the text, ISO 639-1.")
    licence: Text | None = Field(default=None, description="On what terms it may be used; absent where none is stated.")


@stored
class Source(Recorded, SourceBase, table=True):
    """The table of sources."""


class CitedResource(StrEnum):
    """Kinds of record that a citation can be about.

    Not trade metrics: an observation is one source's number and names that source itself.
    """

    TREATY = "treaty"
    PARTICIPATION = "participation"
    TREATY_RELATION = "treaty_relation"
    ARTICLE = "article"
    FORUM = "forum"
    STATEMENT = "statement"
    ORGANIZATION = "organization"
    MEMBERSHIP = "membership"
    COUNTRY = "country"
    INDICATOR = "indicator"


class Confidence(StrEnum):
    """How firmly the source says it."""

    SOURCED = "sourced"
    DATASET = "dataset"
    CONFLICTING = "conflicting"
    PARTLY_INFERRED = "partly_inferred"
    ANNOUNCED = "announced"
    UNVERIFIED = "unverified"


class CitationFields(SQLModel):
    """Where a fact comes from, as a data file writes it under the record it is about."""

    field: Text | None = Field(
        default=None, index=True, description="The field it bears on; absent when it is about the whole record."
    )
    value: Text | None = Field(
        default=None,
        index=True,
        description="What this source says the `field` is, where it differs from the record; absent where it agrees.",
    )
    source: Slug = Field(foreign_key="source.id", index=True, description="Id of the source.")
    locator: Text = Field(description="The place in the source: `para 4`, `art 108`, `row 17`.")
    confidence: Confidence = Field(
        default=Confidence.SOURCED,
        index=True,
        description="`sourced`: the source says it; `dataset`: only a data set says it; `conflicting`: a better source "
        "contradicts it; `partly_inferred`: the note says which part is inferred; `announced`: planned or expected, "
        "not confirmed; `unverified`: no source that can be shown.",
    )
    note: Text | None = Field(default=None, description="What a reader should know about this citation.")


class CitationBase(SQLModel):
    """Which source says something about a record, and where in it."""

    id: Key = Field(primary_key=True, description="Derived from record, field, source and locator.")
    resource: CitedResource = Field(description="The kind of record it is about.")
    record: Key = Field(index=True, description="Id of the record it is about.")


@stored
class Citation(CitationFields, CitationBase, table=True):
    """The table of citations."""

    __table_args__ = (Index(None, "resource", "record", "id"),)
