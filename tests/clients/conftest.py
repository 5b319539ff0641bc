"""Both kinds of clients, and servers on each database that they ask."""

import asyncio
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from models.api_key import KeyScope
from models.database import writing
from seed.keys import create
from tests.clients.wires import Face
from tests.conftest import Databases
from tests.server import serving


@pytest.fixture(params=["sync", "async"])
def face(request: pytest.FixtureRequest) -> Iterator[Face]:
    """A client of either kind."""
    with asyncio.Runner() as runner:
        yield Face(request.param, runner)


class Writable(NamedTuple):
    """The address of a server that is written to, and a key that may."""

    base: str
    key: str


@pytest.fixture(scope="session")
def writable(databases: Databases, template_url: str) -> Iterator[Writable]:
    """A server with the project's own data; who writes to it takes out again what came of it."""
    url = databases.make(template_url)
    with writing(url) as connection:
        key = create(connection, "a client", [KeyScope.WRITE, KeyScope.IMPORT])
    with serving(url) as base:
        yield Writable(base, key)
