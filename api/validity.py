"""What is valid on a day: begun, not over, and not only expected."""

from typing import Any

import sqlalchemy as sa

from models.organization import OrganizationStatus
from models.treaty import OVER, TreatyStatus

NOT_YET = (OrganizationStatus.PLANNED.value, TreatyStatus.NEGOTIATING.value)
"""Statuses of what is only expected, and so valid on no day."""

ENDED = (OrganizationStatus.DISSOLVED.value, *(status.value for status in OVER))
"""Statuses of what is over; where nobody says since when, it is valid on no day either."""


def valid_at(table: sa.Table, span: tuple[str, str], days: list[Any]) -> sa.ColumnElement[bool]:
    """Tell whether a record could be valid between two days, by the two dates of its span and its status."""
    (earliest, latest), (start, end) = days, span
    last, status = table.c[f"{end}_latest"], table.c.status
    begun, lasting = table.c[f"{start}_earliest"] <= latest, sa.or_(last >= earliest, last.is_(None))
    expected = sa.or_(*(status == name for name in NOT_YET))
    ended = sa.and_(sa.or_(*(status == name for name in ENDED)), last.is_(None))
    return sa.and_(begun, lasting, sa.or_(status.is_(None), sa.not_(sa.or_(expected, ended))))
