"""Addresses as documents have them that leave the service."""

from urllib.parse import quote

from api.problems import PLAIN
from models.settings import settings


def address(path: str) -> str:
    """Give the address of a path here: absolute where the settings name this service, else the path alone.

    Never from `Host`: answers are kept for all who ask, and a client may write anything there.
    """
    return settings().public_url + path


def path_of(resource: str, id: str) -> str:
    """Give the path of a record of a resource, by the resource's own path."""
    return f"/v1/{resource}/{quote(id, safe=PLAIN)}"
