"""Forums: meetings, who took part, and what was signed there."""

from sqlmodel import Field, SQLModel

from models.base import CountryId, Key, Label, Name, PartyId, Prose, Recorded, Slug, Text, stored
from models.dates import PartialDate


class ForumBase(SQLModel):
    """One meeting: a summit, or one session of a series."""

    id: Slug = Field(primary_key=True, description="Stable id, its address for ever.")
    name: Name = Field(description="Name in English.")
    name_ru: Name | None = Field(default=None, description="Name in Russian.")
    series: Slug | None = Field(default=None, index=True, description="The series it belongs to.")
    ordinal: int | None = Field(default=None, ge=1, le=100_000, index=True, description="Its number in the series.")
    organization: Slug | None = Field(
        default=None, foreign_key="organization.id", index=True, description="Id of the body that meets."
    )
    start: PartialDate | None = Field(default=None, description="First day.")
    end: PartialDate | None = Field(default=None, description="Last day.")
    city: Name | None = Field(default=None, description="City it was held in.")
    country: CountryId | None = Field(
        default=None, foreign_key="country.id", index=True, description="Id of the host country."
    )
    gist: Prose | None = Field(default=None, description="What it was about, in our words.")


@stored
class Forum(Recorded, ForumBase, table=True):
    """The table of forums."""


class ForumParticipantFields(SQLModel):
    """One participant, as a data file writes it under its forum."""

    party: PartyId = Field(index=True, description="Id of the country (capitals) or organization represented.")
    person: Label | None = Field(default=None, description="Who represented it, where a source names the person.")
    role: Text | None = Field(default=None, description="Office of that person.")


class ForumParticipantBase(SQLModel):
    """A country or organization at a forum, and who represented it."""

    id: Key = Field(primary_key=True, description="Derived from the forum and the place in its list.")
    forum: Slug = Field(foreign_key="forum.id", index=True, description="Id of the forum.")


@stored
class ForumParticipant(ForumParticipantFields, ForumParticipantBase, table=True):
    """The table of forum participants."""

    __tablename__ = "forum_participant"


@stored
class ForumOutcome(SQLModel, table=True):
    """One treaty signed at a forum."""

    __tablename__ = "forum_outcome"

    forum: Slug = Field(primary_key=True, foreign_key="forum.id")
    treaty: Slug = Field(primary_key=True, foreign_key="treaty.id", index=True)
