"""Periods as SDMX writes them: those it has as they are, any other as the range of days that it can mean."""

import re
from calendar import monthrange
from functools import lru_cache

from models.dates import Days, period_days

SHARED = re.compile(r"\d{4}(-Q[1-4]|-\d\d(-\d\d)?)?", re.ASCII)
"""Periods that are the same in EDTF and in SDMX."""

REPORTING = (
    (re.compile(r"(\d{4})-A1", re.ASCII), r"\1"),
    (re.compile(r"(\d{4})-M(\d\d)", re.ASCII), r"\1-\2"),
    (re.compile(r"(\d{4}-\d\d-\d\d)T[\d:.]+Z?", re.ASCII), r"\1"),
)
"""Other ways in which SDMX writes a year, a month and a day, and ours."""


@lru_cache(maxsize=10_000)
def time_period(period: str) -> tuple[str, str | None]:
    """Give an observation's time in SDMX, and in EDTF where that says more: `2012~` is `2012-01-01/P1Y` and `2012~`."""
    return (period, None) if SHARED.fullmatch(period) else (time_range(period_days(period)), period)


def time_range(days: Days) -> str:
    """Write days as SDMX's time range: the first of them, and how long they last."""
    (first, last), begins = days, days.earliest.isoformat()
    if first.day > 1 or last.day < monthrange(last.year, last.month)[1]:
        return f"{begins}/P{(last - first).days + 1}D"
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    return f"{begins}/P{months}M" if months % 12 else f"{begins}/P{months // 12}Y"


def asked_period(text: str) -> str:
    """Give a period that SDMX asks for as `/v1` asks for it."""
    for pattern, ours in REPORTING:
        text = pattern.sub(ours, text) if pattern.fullmatch(text) else text
    return text
