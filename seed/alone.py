"""Records as they are written one by one: each under its own address, and without what has addresses of its own."""

from collections.abc import Iterator
from math import isfinite
from typing import Any, Self

from pydantic import field_validator, model_validator

from models import (
    Article,
    Country,
    Forum,
    Indicator,
    Membership,
    Organization,
    Participation,
    Product,
    Source,
    Statement,
    TradeMetric,
    Treaty,
)
from models.base import Key, Slug, in_units
from models.trade_metric import trade_metric_id
from seed.records import (
    CountryRecord,
    ForumRecord,
    IndicatorRecord,
    MembershipRecord,
    OrganizationAlone,
    ProductRecord,
    SourceRecord,
    StatementRecord,
    TradeMetricRecord,
)
from seed.rows import Row, cited
from seed.treaty import ArticleRecord, ParticipationRecord, TreatyAlone


class ArticleAlone(ArticleRecord):
    """An article of a treaty."""

    id: Key
    treaty: Slug

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        yield from self.rows_under(self.id, self.treaty)


class MembershipAlone(MembershipRecord):
    """A span of one country belonging to one organization."""

    id: Key
    organization: Slug

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        yield from cited(Membership, self)


class ParticipationAlone(ParticipationRecord):
    """An act of a party on a treaty."""

    id: Key
    treaty: Slug

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        yield from cited(Participation, self)


class TradeMetricAlone(TradeMetricRecord):
    """An observation."""

    id: Key

    @field_validator("value", mode="before")
    @classmethod
    def _is_a_number(cls, value: Any) -> Any:
        if isinstance(value, bool):
            raise ValueError("must be a number")
        return value

    @model_validator(mode="after")
    def _is_named_after_its_values(self) -> Self:
        if self.id != (own := trade_metric_id(self)):
            raise ValueError(f"id: an observation of these values has the id {own!r}; write it under that one")
        if self.value is not None and not isfinite(in_units(self.value, self.unit_mult)):
            raise ValueError("value: is too large in units; check `unit_mult`")
        return self


ALONE: dict[type[Any], type[Any]] = {
    Treaty: TreatyAlone,
    Article: ArticleAlone,
    Forum: ForumRecord,
    Statement: StatementRecord,
    TradeMetric: TradeMetricAlone,
    Organization: OrganizationAlone,
    Membership: MembershipAlone,
    Participation: ParticipationAlone,
    Country: CountryRecord,
    Indicator: IndicatorRecord,
    Product: ProductRecord,
    Source: SourceRecord,
}
"""The form of each kind of record, by its table."""
