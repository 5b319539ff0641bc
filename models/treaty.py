"""Treaties, the acts of their parties, and how they relate to each other and to organizations."""

from enum import StrEnum
from typing import Annotated

from sqlalchemy import CheckConstraint, Index, desc
from sqlmodel import Field, SQLModel

from models.base import Key, Label, Name, PartyId, Prose, Recorded, Slug, reference, stored
from models.dates import PartialDate


class TreatyKind(StrEnum):
    """What an instrument calls itself."""

    TREATY = "treaty"
    AGREEMENT = "agreement"
    PROTOCOL = "protocol"
    MEMORANDUM = "memorandum"
    ROADMAP = "roadmap"
    CONTRACT = "contract"
    DECLARATION = "declaration"


class TreatyStatus(StrEnum):
    """Where a treaty stands."""

    NEGOTIATING = "negotiating"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"


OVER = (TreatyStatus.TERMINATED, TreatyStatus.SUPERSEDED)
"""Statuses of what is in force no more."""


class TreatyScope(StrEnum):
    """How many parties a treaty is meant for."""

    BILATERAL = "bilateral"
    MULTILATERAL = "multilateral"


class TreatyBase(SQLModel):
    """A treaty, agreement, protocol, memorandum, roadmap, contract or declaration."""

    id: Slug = Field(primary_key=True, description="Stable id, its address for ever.")
    title: Name = Field(description="Title in English.")
    title_ru: Name | None = Field(default=None, description="Title in Russian.")
    short_title: Name | None = Field(default=None, description="Usual short form.")
    kind: TreatyKind = Field(description="What it calls itself.")
    status: TreatyStatus | None = Field(
        default=None, index=True, description="Where it stands; absent where no source says."
    )
    scope: TreatyScope | None = Field(default=None, index=True, description="Between two parties or more.")
    signed: PartialDate | None = Field(
        default=None, description="When it was signed, or is expected to be while `negotiating`."
    )
    place: Label | None = Field(default=None, description="Where it was signed.")
    in_force: PartialDate | None = Field(default=None, description="When it entered into force.")
    terminated: PartialDate | None = Field(default=None, description="Its last day in force.")
    gist: Prose | None = Field(default=None, description="What it is about, in our words.")


@stored
class Treaty(Recorded, TreatyBase, table=True):
    """The table of treaties."""

    __table_args__ = (Index("ix_treaty_kind_signed", "kind", desc("signed_earliest"), "id"),)


@stored
class TreatySubject(SQLModel, table=True):
    """One subject that a treaty deals with."""

    __tablename__ = "treaty_subject"

    treaty: Slug = Field(primary_key=True, foreign_key="treaty.id")
    subject: Label = Field(primary_key=True)


class ParticipationAction(StrEnum):
    """Acts of a party, as the UN Treaty Collection names them."""

    SIGNATURE = "signature"
    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    ENTRY_INTO_FORCE = "entry_into_force"
    WITHDRAWAL = "withdrawal"


class ParticipationFields(SQLModel):
    """One act of one party, as a data file writes it under its treaty."""

    party: PartyId = Field(index=True, description="Id of the country (capitals) or organization that acts.")
    action: ParticipationAction = Field(index=True, description="The act, as the UN Treaty Collection names it.")
    date: PartialDate | None = Field(default=None, description="When it acted.")


class ParticipationBase(SQLModel):
    """An act of one party on one treaty."""

    id: Key = Field(primary_key=True, description="Stable id, its address for ever.")
    treaty: Slug = Field(foreign_key="treaty.id", index=True, description="Id of the treaty.")


@stored
class Participation(Recorded, ParticipationFields, ParticipationBase, table=True):
    """The table of participations."""


class RelationKind(StrEnum):
    """How a treaty relates to another treaty or to an organization."""

    BASED_ON = "based_on"
    SUPERSEDES = "supersedes"
    AMENDS = "amends"
    IMPLEMENTS = "implements"
    ACCEDES_TO = "accedes_to"
    ESTABLISHES = "establishes"
    REFERS_TO = "refers_to"


class RelatedKind(StrEnum):
    """What the other end of a relation is."""

    TREATY = "treaty"
    ORGANIZATION = "organization"


class TreatyRelationFields(SQLModel):
    """One relation, as a data file writes it under its treaty."""

    relation: RelationKind = Field(index=True, description="How this treaty relates to the other.")
    kind: RelatedKind = Field(default=RelatedKind.TREATY, index=True, description="What the other is.")
    related: Annotated[Slug, reference("treaty", "organization")] = Field(
        index=True, description="Id of the other treaty, or of the organization."
    )


class TreatyRelationBase(SQLModel):
    """How a treaty is tied to another treaty, or to an organization."""

    id: Key = Field(primary_key=True, description="Derived from the two ends and the relation.")
    treaty: Slug = Field(foreign_key="treaty.id", index=True, description="Id of the treaty.")


@stored
class TreatyRelation(TreatyRelationFields, TreatyRelationBase, table=True):
    """The table of treaty relations."""

    __tablename__ = "treaty_relation"
    __table_args__ = (CheckConstraint("coalesce(related_treaty, related_organization) = related", name="related"),)
