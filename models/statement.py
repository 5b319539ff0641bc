"""Statements: who said what, where, about what and against whom, and who said otherwise."""

from enum import StrEnum
from typing import Annotated

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.base import Key, Name, PartyId, Prose, Recorded, Slug, Text, reference, stored
from models.dates import PartialDate


class Stance(StrEnum):
    """How the speaker stands to what the statement is about."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    CRITICISES = "criticises"
    CAUTIOUS = "cautious"
    PROPOSES = "proposes"
    ANNOUNCES = "announces"
    REPORTS = "reports"


class StatementKind(StrEnum):
    """Whether the source gives the speaker's words or its own."""

    QUOTATION = "quotation"
    PARAPHRASE = "paraphrase"


class StatementBase(SQLModel):
    """What one speaker said."""

    id: Slug = Field(primary_key=True, description="Stable id, its address for ever.")
    speaker: Name = Field(description="Who said it: a person, an office or an authority.")
    role: Text | None = Field(default=None, description="Office of the speaker at the time.")
    on_behalf_of: PartyId | None = Field(
        default=None, index=True, description="Id of the country (capitals) or organization spoken for."
    )
    date: PartialDate | None = Field(default=None, description="When it was said.")
    forum: Slug | None = Field(
        default=None, foreign_key="forum.id", index=True, description="Id of the forum it was said at."
    )
    topic: Name = Field(description="What it is about, in a few words.")
    stance: Stance = Field(index=True, description="How the speaker stands to it.")
    kind: StatementKind = Field(
        index=True, description="`quotation`: the source gives the words; `paraphrase`: it retells them."
    )
    gist: Prose = Field(description="What was said, in our words.")
    text: Prose | None = Field(default=None, description="The words themselves, where the source quotes them.")


@stored
class Statement(Recorded, StatementBase, table=True):
    """The table of statements."""


class TargetRole(StrEnum):
    """What a statement has to do with its target."""

    ABOUT = "about"
    AGAINST = "against"


class TargetKind(StrEnum):
    """What a target is."""

    COUNTRY = "country"
    ORGANIZATION = "organization"
    TREATY = "treaty"
    TOPIC = "topic"


@stored
class StatementTarget(SQLModel, table=True):
    """One thing that a statement is about, or is directed against."""

    __tablename__ = "statement_target"
    __table_args__ = (
        CheckConstraint(
            "kind = 'topic' OR coalesce(target_country, target_organization, target_treaty) = target", name="target"
        ),
    )

    statement: Slug = Field(primary_key=True, foreign_key="statement.id")
    role: TargetRole = Field(primary_key=True)
    kind: TargetKind = Field(primary_key=True)
    target: Annotated[Text, reference("country", "organization", "treaty")] = Field(primary_key=True, index=True)


class Target(SQLModel):
    """What a statement is about or against, as it is answered."""

    kind: TargetKind = Field(description="What it is.")
    id: str = Field(description="Its id; for a topic, its name.")


class StatementRelationKind(StrEnum):
    """How one statement stands to another."""

    CONTRADICTS = "contradicts"
    RESPONDS_TO = "responds_to"


class StatementRelationFields(SQLModel):
    """One relation, as a data file writes it under its statement."""

    relation: StatementRelationKind = Field(index=True, description="How this statement stands to the other.")
    related_statement: Slug = Field(foreign_key="statement.id", index=True, description="Id of the other statement.")


class StatementRelationBase(SQLModel):
    """How a statement stands to another one."""

    id: Key = Field(primary_key=True, description="Derived from the two ends and the relation.")
    statement: Slug = Field(foreign_key="statement.id", index=True, description="Id of the statement.")


@stored
class StatementRelation(StatementRelationFields, StatementRelationBase, table=True):
    """The table of statement relations; `contradicts` is stored from both ends."""

    __tablename__ = "statement_relation"
