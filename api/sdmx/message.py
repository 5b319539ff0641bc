"""What a message says of itself: the same for as long as the data are the same, as its ETag is."""

from typing import NamedTuple

import sqlalchemy as sa

from api.caching import dataset
from api.sdmx.concepts import FLOW
from api.standards.reading import committed


class Message(NamedTuple):
    """The id of a message, and when it was prepared: when the revision of the data was committed that it tells."""

    id: str
    prepared: str


def message(connection: sa.Connection) -> Message:
    """Say it of a message that is written from what a connection sees."""
    revision = dataset(connection).revision
    return Message(f"{FLOW}-r{revision}", f"{committed(connection, revision):%Y-%m-%dT%H:%M:%SZ}")
