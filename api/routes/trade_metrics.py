"""Trade metrics: observations in the concepts of SDMX."""

from api.resource import Resource
from api.series import IN_UNITS, LATEST
from models import TradeMetric
from models.trade_sum import SUMS

trade_metrics = Resource(
    model=TradeMetric,
    path="trade-metrics",
    words="Observations of trade and cooperation, each as hedged as its source has it, with that source. "
    "Numbers of different sources stand side by side.",
    example="RUS.KAZ.trade-turnover.total.TOTAL.annual.2012.caci-analyst-2013-11-27",
    beside=("indicator_name", "reporter_name", "partner_name", "source_title", "source_url"),
    filters=(
        *("id", "indicator", "reporter", "partner", "flow", "product", "frequency", "period", "value"),
        *("unit", "qualifier", "status", "source", "confidence"),
    ),
    sort=("period", "value", "indicator", "reporter", "partner"),
    own={"latest": LATEST},
    kept=SUMS,
    in_units=IN_UNITS,
    tries=("indicator=trade-turnover&reporter=RUS&partner=KAZ&period=2012", "qualifier=more_than&sort=-value"),
    stats_tries=(
        "group_by=indicator,period_year",
        "group_by=partner&measure=sum,count&source=cow-trade-4&reporter=KAZ&period__gte=2010&sort=-sum",
    ),
)
