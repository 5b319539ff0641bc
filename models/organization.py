"""Organizations: unions, commissions, communities and the bodies behind forums."""

from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.base import Label, Name, Prose, Recorded, Slug, stored
from models.dates import PartialDate


class OrganizationKind(StrEnum):
    """What an organization is."""

    REGIONAL_ORGANIZATION = "regional_organization"
    COMMUNITY = "community"
    CUSTOMS_UNION = "customs_union"
    COMMON_MARKET = "common_market"
    ECONOMIC_UNION = "economic_union"
    POLITICAL_UNION = "political_union"
    ALLIANCE = "alliance"
    COMMISSION = "commission"
    COUNCIL = "council"
    COURT = "court"
    BANK = "bank"
    FORUM = "forum"


class OrganizationStatus(StrEnum):
    """Where an organization stands."""

    PLANNED = "planned"
    ACTIVE = "active"
    DISSOLVED = "dissolved"


class OrganizationBase(SQLModel):
    """A union, commission, community or forum body."""

    id: Slug = Field(primary_key=True, description="Stable id, its address for ever.")
    name: Name = Field(description="Name in English.")
    name_ru: Name | None = Field(default=None, description="Name in Russian.")
    acronym: Name | None = Field(default=None, description="Usual short form.")
    kind: OrganizationKind = Field(index=True, description="What it is.")
    status: OrganizationStatus | None = Field(
        default=None, index=True, description="`planned` while its founding is only expected."
    )
    founded: PartialDate | None = Field(
        default=None, description="When it began, or is expected to begin if `planned`."
    )
    dissolved: PartialDate | None = Field(default=None, description="When it ended.")
    headquarters: Label | None = Field(default=None, description="City of its seat.")
    founding_treaty: Slug | None = Field(
        default=None, foreign_key="treaty.id", index=True, description="Id of the treaty that founds it."
    )
    gist: Prose | None = Field(default=None, description="What it is for, in our words.")


@stored
class Organization(Recorded, OrganizationBase, table=True):
    """The table of organizations."""


@stored
class OrganizationPredecessor(SQLModel, table=True):
    """One organization that another one continues."""

    __tablename__ = "organization_predecessor"

    organization: Slug = Field(primary_key=True, foreign_key="organization.id")
    predecessor: Slug = Field(primary_key=True, foreign_key="organization.id", index=True)
