"""Requests, before they are sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import msgspec

from entente_client.errors import Unexpected
from entente_client.model import Model
from entente_client.pages import Page

T = TypeVar("T")
Query = Mapping[str, object]


def path(template: str, *parts: str) -> str:
    """Put ids into the places of a path: `/v1/treaties/{}`."""
    return template.format(*(quote(part, safe="") for part in parts))


def pairs(query: Query) -> Iterator[tuple[str, str]]:
    """Write parameters; those that are None are left out.

    A text goes as it stands, so that `"RUS,KAZ"` is two values; in a list a comma is a part of its value.
    """
    for name, value in query.items():
        if isinstance(value, Sequence) and not isinstance(value, str):
            yield from ((name, text(part).replace("\\", "\\\\").replace(",", "\\,")) for part in value)
        elif value is not None:
            yield name, text(value)


def text(value: object) -> str:
    """Write one value of a parameter."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Call(Generic[T]):
    """A request that reads, and the type of its answer; `counted` tells whether it is asked how many there are."""

    path: str
    query: Query
    gives: type[T]
    counted: bool = True

    def without_total(self) -> "Call[T]":
        """Give the same without the count that a walk has no use for, where nobody asks for it."""
        return replace(self, query={"total": False, **self.query}) if self.counted else self

    def after(self, page: Page[Any]) -> "Call[T] | None":
        """Give the request of the next page, None after the last.

        Raises Unexpected where the cursor leads back to the same page, which would never end.
        """
        cursor = page.page.next_cursor
        if cursor is not None and cursor == self.query.get("cursor"):
            raise Unexpected(f"{self.path}: a page names itself as the next one.")
        return replace(self, query={**self.query, "cursor": cursor}) if cursor else None


@dataclass(frozen=True)
class Write(Generic[T]):
    """A request that writes a record or a file, and the type of its answer; headers that are None are left out."""

    method: str
    path: str
    query: Query
    gives: type[T]
    headers: Mapping[str, str | None]
    body: Model | bytes | None = None

    @property
    def content(self) -> bytes | None:
        """The body as it is sent."""
        return msgspec.json.encode(self.body) if isinstance(self.body, Model) else self.body
