"""Dates as data sets write them, in EDTF."""

import re
from typing import NamedTuple

from models.dates import days

FORMS = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII),
    re.compile(r"(?:(?:(?P<day>\d\d)\.)?(?P<month>\d\d)\.)?(?P<year>\d{4})", re.ASCII),
)
UNKNOWN = ("99", "00")
OPEN = "9999"
EMPTY = ("", "NA")


class Reading(NamedTuple):
    """A date in EDTF, none where the source gives none, and how it was repaired."""

    date: str | None
    repair: str | None = None


def edtf(text: str) -> Reading:
    """Read `2020-05-31`, `31.05.2020`, `2020-05`, `05.2020` or `2020`; `99` and `00` stand for an unknown month or day.

    >>> edtf("2020-99-99")
    Reading(date='2020', repair='a date with 99 or 00 for what is not known: read as a month or a year')
    >>> edtf("31.05.2020").date
    '2020-05-31'

    A year of 9999 means that there is no end. Raises ValueError, with the forms that are understood, on anything else.
    """
    if text.strip() in EMPTY:
        return Reading(None)
    found = next((match for form in FORMS if (match := form.fullmatch(text.strip()))), None)
    if found is None:
        raise ValueError(f"{text!r} is not a date; write it as 2020-05-31, 31.05.2020, 2020-05 or 2020")
    year, month, day = found["year"], found["month"], found["day"]
    if year == OPEN:
        return Reading(None, "a date in the year 9999: read as no end")
    known = [year]
    if month and month not in UNKNOWN:
        known += [month] if day is None or day in UNKNOWN else [month, day]
    elif day and day not in UNKNOWN:
        raise ValueError(f"{text!r} has a day without a month; write 99 for both, or the month")
    days(date := "-".join(known))
    cut = len(known) < len([part for part in (year, month, day) if part])
    return Reading(date, "a date with 99 or 00 for what is not known: read as a month or a year" if cut else None)
