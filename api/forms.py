"""The forms of queries: what of their filters decides the SQL, so that it need not be written twice."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

Form = tuple[tuple[str, Any], ...]
"""What of some filters decides their SQL: for each its name and how many values it compares with, or its flag."""

MOST_PLACES = 20
"""Values in a form whose SQL is kept: what has more takes megabytes, and is asked for once."""

Write = TypeVar("Write", bound=Callable[..., Any])


def kept_by_form(write: Write) -> Write:
    """Keep what is written for a resource and a form of filters."""
    kept = lru_cache(maxsize=300)(write)

    @wraps(write)
    def written(resource: Any, form: Form, *rest: Any) -> Any:
        places = sum(structure for _, structure in form if not isinstance(structure, bool))
        return (kept if places <= MOST_PLACES else write)(resource, form, *rest)

    return written  # type: ignore[return-value]


def place(name: str, number: int) -> str:
    """Name the place of a value; unlike any name that SQLAlchemy gives by itself."""
    return f"asked_{name}_{number}"
