"""Partial dates: what each form can mean, and what is refused."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.dates import ASKED, EARLIEST, LATEST, days, period_days

MEANS = {
    "2013-11-11": (date(2013, 11, 11), date(2013, 11, 11)),
    "1992-05": (date(1992, 5, 1), date(1992, 5, 31)),
    "2012-02": (date(2012, 2, 1), date(2012, 2, 29)),
    "2000": (date(2000, 1, 1), date(2000, 12, 31)),
    "2012~": (date(2012, 1, 1), date(2012, 12, 31)),
    "2012-05?": (date(2012, 5, 1), date(2012, 5, 31)),
    "2012-05-06%": (date(2012, 5, 6), date(2012, 5, 6)),
    "199X": (date(1990, 1, 1), date(1999, 12, 31)),
    "19XX": (date(1900, 1, 1), date(1999, 12, 31)),
    "2012-XX": (date(2012, 1, 1), date(2012, 12, 31)),
    "2012-05-XX": (date(2012, 5, 1), date(2012, 5, 31)),
    "../2015-01": (EARLIEST, date(2015, 1, 31)),
    "/2015-01": (EARLIEST, date(2015, 1, 31)),
    "2014-05/..": (date(2014, 5, 1), LATEST),
    "2014-05/": (date(2014, 5, 1), LATEST),
    "2013-10-24/2013-10-25": (date(2013, 10, 24), date(2013, 10, 25)),
    "2003/2012~": (date(2003, 1, 1), date(2012, 12, 31)),
    "9999": (date(9999, 1, 1), date(9999, 12, 31)),
}
REFUSED = [
    *("", "..", "/", "../..", "2013-13", "2013-00", "2013-02-30", "2013-02-29", "2020-99-99", "0000", "000X", "12013"),
    *("2013-1", "2013-11-1", "11.11.2013", "2013/2012", "2013-11-11T10:00", "2013-XX-11", "20X3", "201X-05", "2013 "),
    *("２０１３", "2013\n", "1_00", "yesterday", "2012/2013/2014", "2013~~", "-0044", "Y170000", "2001-21", "2012-Q1"),
]


@pytest.mark.parametrize("text", MEANS)
def test_each_form_means_its_days(text: str) -> None:
    assert days(text) == MEANS[text]


@pytest.mark.parametrize("text", REFUSED)
def test_anything_else_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"EDTF|calendar|start|digit"):
        days(text)


def test_a_period_may_be_a_quarter() -> None:
    assert period_days("2012-Q3") == (date(2012, 7, 1), date(2012, 9, 30))
    with pytest.raises(ValueError, match="EDTF"):
        period_days("2012-Q5")


@given(st.dates())
def test_a_day_its_month_and_its_year_hold_each_other(day: date) -> None:
    text = day.isoformat()
    nested = [days(text), days(text[:7]), days(text[:4])]
    assert nested[0] == (day, day)
    for inner, outer in pairwise(nested):
        assert outer.earliest <= inner.earliest <= inner.latest <= outer.latest
    first_beyond = nested[1].latest
    if first_beyond < LATEST:
        assert (first_beyond + timedelta(days=1)).day == 1


@given(st.dates(), st.dates())
def test_an_interval_runs_from_its_first_to_its_last_day(one: date, other: date) -> None:
    text = f"{one}/{other}"
    if one > other:
        with pytest.raises(ValueError, match="ends before it starts"):
            days(text)
    else:
        assert days(text) == (one, other)


@given(st.from_regex(ASKED, fullmatch=True))
def test_the_published_pattern_gives_only_dates(text: str) -> None:
    span = period_days(text)
    assert span.earliest <= span.latest


@given(st.one_of(st.dates().map(str), st.text("0123456789-X/.~?%Q", max_size=12)))
def test_the_published_pattern_leaves_out_only_closed_intervals(text: str) -> None:
    try:
        period_days(text)
    except ValueError:
        return
    closed = "/" in text and not text.startswith(("/", "..")) and not text.endswith(("/", ".."))
    assert closed or re.fullmatch(ASKED, text)
