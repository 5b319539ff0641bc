"""Memberships: which country belonged to which organization, as what, from when to when."""

from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.base import CountryId, Key, Recorded, Slug, stored
from models.dates import PartialDate


class MembershipStatus(StrEnum):
    """As what a country belongs to an organization."""

    MEMBER = "member"
    OBSERVER = "observer"
    CANDIDATE = "candidate"
    ASSOCIATE = "associate"
    DIALOGUE_PARTNER = "dialogue_partner"
    SUSPENDED = "suspended"


class MembershipEvent(StrEnum):
    """What began the span."""

    FOUNDING = "founding"
    ACCESSION = "accession"
    STATUS_CHANGE = "status_change"
    SUSPENSION = "suspension"
    WITHDRAWAL = "withdrawal"
    LISTED = "listed"
    NAMED = "named"


class MembershipFields(SQLModel):
    """One span of belonging, as a data file writes it under its organization."""

    country: CountryId = Field(foreign_key="country.id", index=True, description="Id of the country.")
    status: MembershipStatus = Field(index=True, description="As what it belongs.")
    start: PartialDate | None = Field(default=None, description="First day of the span.")
    end: PartialDate | None = Field(default=None, description="Last day of the span; absent while it goes on.")
    event: MembershipEvent | None = Field(
        default=None,
        index=True,
        description="What began the span; `listed`: a list shows it then, `named`: somebody named it as possible.",
    )


class MembershipBase(SQLModel):
    """A span of one country belonging to one organization."""

    id: Key = Field(primary_key=True, description="Stable id, its address for ever.")
    organization: Slug = Field(foreign_key="organization.id", index=True, description="Id of the organization.")


@stored
class Membership(Recorded, MembershipFields, MembershipBase, table=True):
    """The table of memberships."""
