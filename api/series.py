"""Series of observations: alike in all but the period, as one source has them."""

import sqlalchemy as sa

from api.operators import Flag
from api.resource import Filter
from models import TradeMetric
from models.base import columns

metric = columns(TradeMetric)
IN_UNITS = {"value": metric.c.value_in_units, "unit_mult": sa.literal_column("0", sa.Integer)}
"""What an observation shows whose value is in its unit itself."""


def latest(wanted: bool) -> sa.ColumnElement[bool]:
    """Tell whether no later observation is of the same series: of one source, and alike in all but the period."""
    later = metric.alias("later")
    none: sa.ColumnElement[str] = sa.literal_column("''")
    same = [later.c[n] == metric.c[n] for n in ("reporter", "indicator", "product", "frequency", "source", "unit")]
    same += [sa.func.coalesce(later.c.flow, none) == sa.func.coalesce(metric.c.flow, none)]
    same += [later.c.period_earliest > metric.c.period_earliest]
    # Two questions, since no index knows that absent partners are the same.
    with_partner = sa.exists().where(later.c.partner == metric.c.partner, *same)
    without = sa.and_(metric.c.partner.is_(None), sa.exists().where(later.c.partner.is_(None), *same))
    return sa.not_(sa.or_(with_partner, without)) if wanted else sa.true()


WORDS = "With `true`, only the latest observation of each series, as each source has it, whatever else is asked for."
LATEST = Filter(Flag, WORDS, None, latest)
