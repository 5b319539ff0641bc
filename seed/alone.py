"""Records as they are written one by one: each under its own address, and without what has addresses of its own."""

from collections.abc import Iterator
from typing import Any

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
from models.base import Key, Slug
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


ALONE: dict[type[Any], type[Any]] = {
    Treaty: TreatyAlone,
    Article: ArticleAlone,
    Forum: ForumRecord,
    Statement: StatementRecord,
    TradeMetric: TradeMetricRecord,
    Organization: OrganizationAlone,
    Membership: MembershipAlone,
    Participation: ParticipationAlone,
    Country: CountryRecord,
    Indicator: IndicatorRecord,
    Product: ProductRecord,
    Source: SourceRecord,
}
"""The form of each kind of record, by its table."""
