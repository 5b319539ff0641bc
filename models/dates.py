"""Partial dates: EDTF (ISO 8601-2:2019, levels 0 and 1) on the wire, two days in the database.

A date is kept as its source gives it: `2013-11-11`, `1992-05`, `2000`, `2012~` (approximate), `199X`, `../2015-01`
(no later than), `2013-10-24/2013-10-25`. Beside it stand the earliest and the latest day it can mean, so that a filter
can ask whether the date *could* satisfy it.

The published `edtf` package (5.0) was tried first: it reads an open interval as ten years, accepts an interval that
runs backwards, takes about ten milliseconds a date and warns on import.
"""

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

EARLIEST, LATEST = date.min, date.max

FORMS = "2013-11-11, 1992-05, 2000, 2012~, 199X, ../2015-01 or 2013-10-24/2013-10-25"
ONE = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?[~?%]?", re.ASCII)
QUARTER = re.compile(r"(?P<year>\d{4})-Q(?P<quarter>[1-4])", re.ASCII)


class Days(NamedTuple):
    """The earliest and the latest day a partial date can mean, both included."""

    earliest: date
    latest: date


def days(text: str) -> Days:
    """Give the days that an EDTF text can mean; `..` and an empty side of an interval are open.

    An approximate or uncertain date (`~`, `?`, `%`) means the days of its plain form: nothing is guessed beyond it.

    >>> days("1992-05")
    Days(earliest=datetime.date(1992, 5, 1), latest=datetime.date(1992, 5, 31))

    Raises ValueError, with the forms that are understood, on anything else.
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _one(text)
    if start in ("", "..") and end in ("", ".."):
        raise ValueError(f"{text!r} has neither a start nor an end; leave the date out instead")
    span = Days(
        EARLIEST if start in ("", "..") else _one(start).earliest, LATEST if end in ("", "..") else _one(end).latest
    )
    if span.earliest > span.latest:
        raise ValueError(f"{text!r} ends before it starts; write the earlier date first")
    return span


def _one(text: str) -> Days:
    match = ONE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date in EDTF; write it like {FORMS}")
    year, month, day = match["year"], match["month"] or "XX", match["day"] or "XX"
    if ("X" in year and month != "XX") or (month == "XX" and day != "XX"):
        raise ValueError(f"{text!r} leaves out a digit before a known one; only the last digits may be X")
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    months = (1, 12) if month == "XX" else (int(month), int(month))
    try:
        latest_day = monthrange(last, months[1])[1]
        return Days(
            date(first, months[0], 1 if day == "XX" else int(day)),
            date(last, months[1], latest_day if day == "XX" else int(day)),
        )
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the calendar; years run from 0001 to 9999") from None


def period_days(text: str) -> Days:
    """Give the days of an observation's period: EDTF, or a quarter as SDMX writes it (`2012-Q3`)."""
    match = QUARTER.fullmatch(text)
    if not match:
        return days(text)
    last = 3 * int(match["quarter"])
    return Days(_one(f"{match['year']}-{last - 2:02}").earliest, _one(f"{match['year']}-{last:02}").latest)


def _checked(text: str) -> str:
    period_days(text)
    return text


YEAR = r"(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
LEAP = r"([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
DAY = (
    rf"({YEAR}(-(0[13578]|1[02])(-(0[1-9]|[12][0-9]|3[01]|XX))?|-(0[469]|11)(-(0[1-9]|[12][0-9]|30|XX))?"
    rf"|-02(-(0[1-9]|1[0-9]|2[0-8]|XX))?|-XX(-XX)?)?|{LEAP}-02-29"
    r"|(00[1-9]|0[1-9][0-9]|[1-9][0-9]{2})X|(0[1-9]|[1-9][0-9])XX)[~?%]?"
)
ASKED = rf"^({DAY}|(\.\.)?/{DAY}|{DAY}/(\.\.)?|{YEAR}-Q[1-4])$"
"""What a parameter takes, for schemas. Two dates as an interval are taken too; their order is beyond a pattern."""


class Dated:
    """Marks a field as a partial date: its table also keeps the field's earliest and latest day."""


PartialDate = Annotated[
    str,
    AfterValidator(_checked),
    Dated(),
    Field(max_length=64, json_schema_extra={"externalDocs": {"url": "https://www.loc.gov/standards/datetime/"}}),
]
"""A date as precise as its source gives it, in EDTF."""
