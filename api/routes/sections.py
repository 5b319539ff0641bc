"""Sections of a page about countries: each is the beginning of a list, and says where the whole of it is."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote

import sqlalchemy as sa
from pydantic import BaseModel, Field, TypeAdapter, ValidationError, create_model

from api.problems import fault, invalid
from api.query import PageQuery, Query
from api.record import Record
from api.resource import Resource
from api.router import item, page
from api.routes.countries import countries
from api.routes.overview import citations_of
from models.base import CountryId

FEW = 10
"""Records of a section, unless it says otherwise."""

COUNTRY = TypeAdapter[str](CountryId)
COUNTRY_PATTERN = r"^[A-Z]{3}$"


class Section(NamedTuple):
    """The beginning of a list.

    `asks` is the query of the list as an address has it, with places in braces; a parameter without a value is none.
    """

    of: Resource
    asks: str
    words: str
    most: int = FEW

    def query(self, values: Mapping[str, str], **more: Any) -> PageQuery:
        """Give the query of the list for some values; what is None is not asked for."""
        asked = self.asks.format_map({name: quote(value, safe="") for name, value in values.items()})
        return self.of.list_query.model_validate(
            {**dict(parse_qsl(asked)), **{name: value for name, value in more.items() if value is not None}}
        )

    def read(self, values: Mapping[str, str], language: str | None, connection: sa.Connection) -> dict[str, Any]:
        """Read it for some values, in a language."""
        path = f"/v1/{self.of.path}"
        found = page(self.of, self.query(values, lang=language, limit=self.most), path, connection, 0, whole=False)
        return {
            "total": found["page"]["total"],
            "link": self.query(values, lang=language).canonical(path),
            "data": found["data"],
        }

    @property
    def field(self) -> Any:
        """The field of an answer that holds it, as `create_model` takes it."""
        return _model(self.of), Field(description=self.words)


@cache
def _model(of: Resource) -> type[BaseModel]:
    return create_model(
        f"{of.read.__name__}Section",
        __doc__="The beginning of a list.",
        total=(int, Field(description="Exact number of records of the whole list.")),
        link=(str, Field(description="Address of the whole list.")),
        data=(list[of.read], Field(description="Its first records.")),  # type: ignore[name-defined]
    )


def cite(records: Iterable[tuple[Record, Iterable[Any]]], connection: sa.Connection) -> None:
    """Add `citations` to records of several kinds, in one query."""
    named = [(record.name, row) for record, rows in records for row in rows]
    found = citations_of(((name, row.id) for name, row in named), connection)
    for name, row in named:
        row.citations = found[name, row.id]


def check_countries(**ids: str) -> None:
    """Refuse parts of a path that cannot be ids of countries, and tell the nearest that can."""
    faults = []
    for name, id in ids.items():
        try:
            COUNTRY.validate_python(id)
        except ValidationError as error:
            faults += [fault({**entry, "loc": ("path", name)}, []) for entry in error.errors()]
    if faults:
        raise invalid(faults)


def country_of(id: str, query: Query, connection: sa.Connection) -> Any:
    """Read one country, in the language of a query; a problem `not-found` where there is none."""
    return item(
        countries.as_asked(query), Query(), f"There is no country with the id {id!r}.", {"id": id}, connection, 0
    )
