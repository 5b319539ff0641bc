"""Dates as data sets write them: whatever their form, the same day; and nothing that is no date passes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.dates import days
from seed.importers.dates import edtf

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31))


@given(DAYS)
def test_both_forms_mean_the_same_day(day: date) -> None:
    assert edtf(f"{day:%Y-%m-%d}") == edtf(f"{day:%d.%m.%Y}") == (day.isoformat(), None)


@given(DAYS, st.sampled_from(["99", "00"]))
def test_what_is_unknown_makes_the_date_wider_and_is_said(day: date, unknown: str) -> None:
    for text, depth in (
        (f"{day:%Y-%m}-{unknown}", 7),
        (f"{unknown}.{day:%m.%Y}", 7),
        (f"{day:%Y}-{unknown}-{unknown}", 4),
    ):
        found, repair = edtf(text)
        assert found == day.isoformat()[:depth]
        assert days(found).earliest <= day <= days(found).latest
        assert repair


@given(st.text(max_size=12))
def test_anything_else_is_refused_or_a_date(text: str) -> None:
    try:
        found = edtf(text).date
    except ValueError:
        return
    assert found is None or days(found)


@pytest.mark.parametrize("text", ["2020-13-01", "30.02.2020", "2020/05/31", "May 2020", "20-05-31", "2020-99-05"])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a da|without a month"):
        edtf(text)


@pytest.mark.parametrize("text", ["", "NA", "31.12.9999", "9999-99-99"])
def test_absent_and_without_end(text: str) -> None:
    assert edtf(text).date is None
