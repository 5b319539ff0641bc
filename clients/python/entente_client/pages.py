"""One page of a list."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any, Generic, TypeVar

import msgspec

from entente_client.model import Model
from entente_client.models import Links, Meta, PageInfo

T = TypeVar("T")


class Page(Model, Generic[T], kw_only=True):
    """Some records of a list; `page.total` says how many there are, `meta.revision` of which revision of the data."""

    data: list[T]
    page: PageInfo
    links: Links
    meta: Meta


def frame(records: Iterable[Any]) -> Any:
    """Give records as a `pandas.DataFrame`, a row for each.

    Raises ImportError where pandas is not installed.
    """
    try:
        pandas = import_module("pandas")
    except ImportError as error:
        raise ImportError("to_pandas() needs pandas: pip install 'entente-client[pandas]'") from error
    return pandas.DataFrame([msgspec.to_builtins(record) for record in records])
