"""Lines of CSV (RFC 4180) that the database writes: it has the values at hand, and to read them first costs more."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from api.lists import Textual, in_sql

RISKY = "=+@\t\r-"
"""What a text must not begin with in a cell: spreadsheets would run it (OWASP, CSV injection)."""

SPECIAL = ',"\r\n'
"""What a cell must be quoted for."""


class csv_line(Textual):
    """Cells with commas between them."""


class csv_number(Textual):
    """A number with all its digits; nothing where it is absent."""


class csv_text(Textual):
    """A text that is quoted where it has to be, and begins with an apostrophe where it would be run."""


@compiles(csv_line, "sqlite")
def _(element: csv_line, compiler: Any, **kw: Any) -> str:
    cells = [compiler.process(cell, **kw) for cell in element.clauses]
    if compiler.dialect.dbapi.sqlite_version_info >= (3, 44):
        return f"concat_ws(',', {', '.join(cells)})"
    return " || ',' || ".join(cells)


in_sql(csv_line, postgresql="concat_ws(',', {})")
in_sql(csv_number, sqlite="ifnull(nullif(quote({}), 'NULL'), '')", postgresql="coalesce(({})::text, '')")


def _text(text: str, begins: str, has: str) -> str:
    quoted = f"""replace({text}, '"', '""') || '"'"""
    run, plain = f"""'"''' || {quoted}""", f"""'"' || {quoted}"""
    return f"CASE WHEN {text} IS NULL THEN '' WHEN {begins} THEN {run} WHEN {has} THEN {plain} ELSE {text} END"


@compiles(csv_text, "sqlite")
def _(element: csv_text, compiler: Any, **kw: Any) -> str:
    text = compiler.process(element.clauses, **kw)
    return _text(text, f"{text} GLOB '[{RISKY}]*'", f"{text} GLOB '*[{SPECIAL}]*'")


@compiles(csv_text, "postgresql")
def _(element: csv_text, compiler: Any, **kw: Any) -> str:
    text = compiler.process(element.clauses, **kw)
    return _text(text, f"{text} ~ '^[{RISKY}]'", f"{text} ~ '[{SPECIAL}]'")


def csv_of(columns: Iterable[sa.ColumnElement[Any]], plain: set[str]) -> sa.ColumnElement[Any]:
    """Give the line of some columns; those named in `plain` hold nothing that CSV or a spreadsheet would take amiss."""
    return sa.func.csv_line(*(_cell(column, plain) for column in columns))


def _cell(column: sa.ColumnElement[Any], plain: set[str]) -> sa.ColumnElement[Any]:
    if isinstance(column.type, sa.Float | sa.Integer):
        return sa.func.csv_number(column)
    if getattr(column, "name", None) in plain:
        return sa.func.coalesce(column, sa.literal_column("''"))
    return sa.func.csv_text(column)
