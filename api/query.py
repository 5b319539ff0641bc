"""The parameters of a path as one model: what every path and every list takes, and the one address of a query."""

import re
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote, quote_plus

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.operators import WHOLE, Flag, join

LIMIT, MOST = 25, 200


class once:
    """A property that is made once; `cached_property` takes a lock each time, up to Python 3.11."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make = make

    def __set_name__(self, _owner: type, name: str) -> None:
        self.name = name

    def __get__(self, query: Any, _owner: type) -> Any:
        value = query.__dict__[self.name] = self.make(query)
        return value


class Query(BaseModel):
    """Parameters of a path. An unknown one is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True, ignored_types=(once,))

    @once
    def given(self) -> dict[str, Any]:
        """The parameters that differ from their defaults, in the order of their names."""
        fields, values = self.__pydantic_fields__, self.__dict__
        names = sorted(self.__pydantic_fields_set__)
        return {name: values[name] for name in names if values[name] != fields[name].default}

    @once
    def written(self) -> str:
        """The parameters as an address has them, however they were written."""
        return "&".join([written(name, value) for name, value in self.given.items()])

    def canonical(self, path: str) -> str:
        """Give the one address of a query."""
        path = plain(path)
        return f"{path}?{self.written}" if self.written else path

    def following(self, path: str, cursor: str) -> str:
        """Give the address of the page after this one."""
        others = [part for part in self.written.split("&") if part and not part.startswith("cursor=")]
        return f"{plain(path)}?{'&'.join([f'cursor={cursor}', *others])}"


PLAIN = re.compile(r"[\w.,:/-]*", re.ASCII)


def plain(path: str) -> str:
    """Write a path as an address has it: a question mark in it begins no query."""
    return path if PLAIN.fullmatch(path) else quote(path, safe="/")


def written(name: str, value: Any) -> str:
    """Write a parameter as a part of an address."""
    if isinstance(value, bool):
        return f"{name}={str(value).lower()}"
    text = join(value) if isinstance(value, list) else str(value)
    return f"{name}={text if PLAIN.fullmatch(text) else quote_plus(text, safe=',:/')}"


class PagedQuery(Query):
    """Parameters of what comes in pages."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Records on a page."), WHOLE] = LIMIT
    cursor: Annotated[
        str,
        StringConstraints(max_length=20_000, pattern=r"^[A-Za-z0-9_-]+$"),
        Field(description="The `next_cursor` of the page before."),
    ] = None  # type: ignore[assignment]


class PageQuery(PagedQuery):
    """Parameters that every list takes."""

    total: Annotated[Flag, Field(description="Whether to count all matching records; `false` saves the count.")] = True
