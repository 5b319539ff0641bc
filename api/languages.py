"""Names and titles in the language that is asked for; where the data has none, in English, and openly so.

A column `x` has its translation beside it, as `x_ru`; that is all that has to be declared.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.sql.visitors import replacement_traverse
from starlette.types import Scope


class Language(StrEnum):
    """Languages of names and titles (ISO 639-1)."""

    EN = "en"
    RU = "ru"


LANG: Any = (
    Language,
    Field(
        default=None,
        description="Language of names and titles, for filters and the sort too; else that of `Accept-Language`, else "
        "English. What is not in that language is in English, and named in `untranslated`.",
    ),
)
"""The parameter, as `create_model` takes it."""

UNTRANSLATED = "untranslated"
MISSING = "With another language than English: the fields whose names or titles are in English for want of others."


def spoken(expression: Any, language: str, *, fall_back: bool = True) -> Any:
    """Give the SQL of a value in a language: of each column that has it, the translation, else the column itself.

    Without `fall_back` it is null where there is no translation.
    """

    def translated(element: Any, **_rest: Any) -> Any:
        if not isinstance(element, sa.Column):
            return None
        stem, folded, _ = element.name.partition("_folded")
        own = element.table.c.get(f"{stem}_{language}{folded}")
        return own if own is None or not fall_back else sa.func.coalesce(own, element)

    return expression if language == Language.EN else replacement_traverse(expression, {}, translated)


def has_translation(expression: Any) -> bool:
    """Tell whether a value can be in another language than English."""
    return any(not spoken(expression, language).compare(expression) for language in Language)


def untranslated(values: Mapping[str, Any], language: str) -> sa.ColumnElement[Any]:
    """Give the SQL of the list of names, in JSON, whose values are in English for want of another language."""
    text: sa.ColumnElement[str] = sa.literal_column("''")
    for name, value in values.items():
        own = spoken(value, language, fall_back=False)
        missing = value.is_not(None) if own.compare(value) else sa.and_(own.is_(None), value.is_not(None))
        text = text.concat(sa.case((missing, sa.literal_column(f"',\"{name}\"'")), else_=sa.literal_column("''")))
    names = sa.func.ltrim(text, sa.literal_column("','"))
    return sa.literal_column("'['", sa.Text()).concat(names).concat(sa.literal_column("']'")).label(UNTRANSLATED)


def language_of(query: Any) -> str:
    """Give the language that a query is answered in."""
    return str(query.given.get("lang", Language.EN))


def told(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row with the list of `untranslated`, where it has one, ready to be written as JSON."""
    return {**row, UNTRANSLATED: msgspec.Raw(row[UNTRANSLATED])} if UNTRANSLATED in row else row


def preferred(scope: Scope) -> Language:
    """Give the language that a request prefers among those there are (RFC 9110, 12.5.4), English for none of them."""
    accepted = (value for name, value in scope["headers"] if name == b"accept-language")
    return _first(next(accepted, b"").decode("latin-1"))


@lru_cache(maxsize=1_000)
def _first(accepted: str) -> Language:
    ranges = sorted(_ranges(accepted), key=lambda pair: -pair[0])
    return next((Language(tag) for quality, tag in ranges if quality > 0 and tag in list(Language)), Language.EN)


def _ranges(accepted: str) -> Iterator[tuple[float, str]]:
    """Give each range with its weight, as its first part: who asks for `ru-KZ` is served with `ru` (RFC 4647, 3.4)."""
    for part in accepted.lower().split(","):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            quality = 0
        yield quality, tag.strip().partition("-")[0]
