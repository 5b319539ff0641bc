"""Records as the data files write them, and the rows of the tables that they become."""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from models import (
    Country,
    Forum,
    ForumOutcome,
    ForumParticipant,
    Indicator,
    Membership,
    Organization,
    OrganizationPredecessor,
    Product,
    Source,
    Statement,
    StatementRelation,
    StatementTarget,
    TradeMetric,
)
from models.base import Slug, Text
from models.country import CountryBase
from models.forum import ForumBase, ForumParticipantFields
from models.indicator import IndicatorBase
from models.membership import MembershipFields
from models.organization import OrganizationBase
from models.product import ProductBase
from models.source import SourceBase
from models.statement import StatementBase, StatementRelationFields, StatementRelationKind, TargetKind, TargetRole
from models.trade_metric import TradeMetricFields, trade_metric_id
from seed import standing
from seed.rows import Child, Cited, Row, Strict, cited


class SourceRecord(SourceBase, Strict):
    """A source."""

    def rows(self) -> Iterator[Row]:
        """Give its row."""
        yield Source, self.model_dump()


class CountryRecord(CountryBase, Cited):
    """A country."""

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        yield from cited(Country, self)


class IndicatorRecord(IndicatorBase, Cited):
    """An indicator."""

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        yield from cited(Indicator, self)


class ProductRecord(ProductBase, Strict):
    """A product; its source is in its row."""

    def rows(self) -> Iterator[Row]:
        """Give its row."""
        yield Product, self.model_dump()


class MembershipRecord(MembershipFields, Child):
    """A membership under its organization."""

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        standing.in_order("start", self.start, "end", self.end)
        return self


class OrganizationAlone(OrganizationBase, Cited):
    """An organization without its members."""

    predecessors: list[Slug] = []

    @model_validator(mode="after")
    def _stands_as_dates_tell(self) -> Self:
        self.status = standing.of_organization(self.status, self.founded, self.dissolved)
        return self

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        yield from cited(Organization, self)
        for predecessor in self.predecessors:
            yield OrganizationPredecessor, {"organization": self.id, "predecessor": predecessor}


class OrganizationRecord(OrganizationAlone):
    """An organization with its members."""

    members: list[MembershipRecord] = []

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        yield from super().rows()
        for member in self.members:
            id = f"{self.id}.{member.country}.{member.status}"
            yield from cited(Membership, member, id=member.id or id, organization=self.id)


class ParticipantRecord(ForumParticipantFields, Strict):
    """A participant under its forum."""


class ForumRecord(ForumBase, Cited):
    """A forum with who took part and what was signed."""

    # Their ids have three digits.
    participants: Annotated[list[ParticipantRecord], Field(max_length=999)] = []
    outcomes: list[Slug] = []

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        standing.in_order("start", self.start, "end", self.end)
        return self

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        yield from cited(Forum, self)
        for number, participant in enumerate(self.participants, start=1):
            id = f"{self.id}.{number:03}"
            yield ForumParticipant, {**participant.model_dump(), "id": id, "forum": self.id}
        for treaty in self.outcomes:
            yield ForumOutcome, {"forum": self.id, "treaty": treaty}


class TargetRecord(Strict):
    """What a statement is about or against."""

    kind: TargetKind
    id: Text


class StatementRelationRecord(StatementRelationFields, Strict):
    """A relation under its statement."""


class StatementRecord(StatementBase, Cited):
    """A statement with what it is about, whom it is against, and what it contradicts."""

    about: list[TargetRecord] = []
    against: list[TargetRecord] = []
    relations: list[StatementRelationRecord] = []

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        yield from cited(Statement, self)
        for role, targets in ((TargetRole.ABOUT, self.about), (TargetRole.AGAINST, self.against)):
            for target in targets:
                yield (
                    StatementTarget,
                    {"statement": self.id, "role": role, "kind": target.kind, "target": target.id},
                )
        for relation in self.relations:
            yield _relation(self.id, relation.relation, relation.related_statement)
            if relation.relation == StatementRelationKind.CONTRADICTS:
                yield _relation(relation.related_statement, relation.relation, self.id)


def _relation(one: str, relation: StatementRelationKind, other: str) -> Row:
    id = f"{one}.{relation}.{other}"
    return StatementRelation, {"id": id, "statement": one, "relation": relation, "related_statement": other}


class TradeMetricRecord(TradeMetricFields, Strict):
    """An observation."""

    def rows(self) -> Iterator[Row]:
        """Give its row."""
        yield TradeMetric, {**self.model_dump(), "id": trade_metric_id(self)}
