"""What all bad input is sent to: a server on each database, with the same data."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from models.api_key import KeyScope
from models.database import writing
from seed.keys import create
from seed.loader import load
from tests.conftest import Databases, copied, filled
from tests.fuzz.twins import Line, Twins
from tests.server import serving


@pytest.fixture(scope="session")
def lines(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Line]]:
    """Connections to two servers that are not limited, each with a key of its own that may do everything."""
    folder = tmp_path_factory.mktemp("twins")
    data = copied(folder)
    with ExitStack() as stack:
        found = []
        for kind, server in (("sqlite", None), ("postgresql", postgresql)):
            url = filled(Databases(kind, folder, server), lambda connection: load(connection, data))
            with writing(url) as connection:
                key = create(connection, "bad input", KeyScope)
            base = stack.enter_context(serving(url, Path(folder) / f"{kind}.log"))
            found.append(line := Line(base, key))
            stack.callback(line.close)
        yield found


@pytest.fixture
def twins(lines: list[Line]) -> Twins:
    """Both servers, as one test asks them."""
    return Twins(lines)
