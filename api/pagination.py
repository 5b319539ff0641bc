"""Pages by keyset: a cursor names the last row seen, so that pages neither repeat nor skip a record."""

import base64
import json
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from math import isfinite
from typing import Any, NamedTuple

import sqlalchemy as sa

from api.problems import Problem, ProblemError


class Key(NamedTuple):
    """One column that rows are sorted by."""

    column: sa.ColumnElement[Any]
    descending: bool
    nullable: bool

    @property
    def order(self) -> sa.ColumnElement[Any]:
        """The ORDER BY term; absent values come last in both directions."""
        term = self.column.desc() if self.descending else self.column.asc()
        return term.nulls_last() if self.nullable else term

    def after(self, value: Any, *, absent: bool) -> sa.ColumnElement[bool]:
        """Tell whether a row comes after one with this value."""
        if absent:
            return sa.false()
        beyond = self.column < value if self.descending else self.column > value
        return sa.or_(beyond, self.column.is_(None)) if self.nullable else beyond


def position(keys: Sequence[Key], absent: Sequence[bool], places: Sequence[Any]) -> sa.ColumnElement[bool]:
    """Give the condition of the rows that come after the one whose values stand in `places`."""
    if not any(key.nullable or key.descending for key in keys):
        # One comparison of all columns, so that an index leads straight to the place.
        return sa.tuple_(*(key.column for key in keys)) > sa.tuple_(*places)
    steps = list(zip(keys, places, absent, strict=True))
    same = [key.column.is_(None) if gone else key.column == place for key, place, gone in steps]
    later = [key.after(place, absent=gone) for key, place, gone in steps]
    beyond = sa.or_(*(sa.and_(*same[:i], later[i]) for i in range(len(keys))))
    first, *_ = keys
    if first.nullable:
        return beyond
    # The same once more for the first column alone: it bounds what an index has to read.
    bound = first.column <= places[0] if first.descending else first.column >= places[0]
    return sa.and_(bound, beyond)


def digest(*parts: str) -> str:
    """Give a short fingerprint of some texts."""
    return blake2b("\n".join(parts).encode(), digest_size=9).hexdigest()


def encode(query: str, values: Sequence[Any]) -> str:
    """Write a cursor: the fingerprint of its query, and the sort values of the last row."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    text = json.dumps([query, plain], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decode(cursor: str, query: str, keys: Sequence[Key]) -> list[Any]:
    """Read a cursor back into the sort values of the last row.

    Raises a problem `invalid-cursor` where it is damaged, `cursor-mismatch` where it belongs to another query.
    """
    try:
        fingerprint, plain = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        if fingerprint != query:
            raise _refused("cursor-mismatch", "This cursor came with other filters or another sort.")
        return [_value(key, value) for key, value in zip(keys, plain, strict=True)]
    except (ValueError, TypeError, RecursionError, OverflowError):
        raise damaged() from None


def damaged() -> Problem:
    """Give the problem of a cursor that leads nowhere."""
    return _refused("invalid-cursor", "There is no page under this cursor.")


def _refused(kind: str, detail: str) -> Problem:
    error = ProblemError(parameter="cursor", code=kind.replace("-", "_"), detail=detail)
    return Problem(kind, f"{detail} Leave it out to start over.", [error])


def _value(key: Key, plain: Any) -> Any:
    python_type = key.column.type.python_type
    if plain is None and key.nullable:
        return None
    if python_type is date:
        return date.fromisoformat(plain)
    if isinstance(plain, bool) or not isinstance(plain, (int, float) if python_type is float else python_type):
        raise TypeError
    if python_type is float:
        plain = float(plain)
    # What no database takes: NUL bytes and lone surrogates; NaN and infinity; more than an integer column holds.
    if isinstance(plain, str) and "\x00" in str(plain.encode(), "utf-8"):
        raise ValueError
    if isinstance(plain, float) and not isfinite(plain):
        raise ValueError
    if isinstance(plain, int) and abs(plain) >= (2**63 if isinstance(key.column.type, sa.BigInteger) else 2**31):
        raise ValueError
    return plain
