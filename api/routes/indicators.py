"""Indicators: what a number measures."""

from api.resource import Resource
from models import Indicator

indicators = Resource(
    model=Indicator,
    path="indicators",
    words="What the numbers of the trade metrics measure, in which unit, and whether they may be added.",
    example="trade-turnover",
    filters=("id", "name", "name_ru", "unit", "measure"),
    sort=("name",),
    tries=("measure=flow", "unit=count&include=citations"),
    stats_tries=("group_by=measure", "group_by=unit"),
)
