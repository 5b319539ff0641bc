"""What the tests of the formats share: the records to try them on, and a way around the network."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.resource import Resource

FEW = 10
"""Records of a resource that a usual run looks at, spread over it; a slow one looks at all of them."""

some_or_all = pytest.mark.parametrize("most", [FEW, pytest.param(None, marks=pytest.mark.slow)], ids=["some", "all"])


def records(client: TestClient, resource: Resource, most: int | None = None) -> Iterator[dict[str, Any]]:
    """Give the records of a resource with all that belongs to them, spread over it where not all are wanted."""
    path = f"/v1/{resource.path}"
    total = client.get(path, params={"limit": 1}).json()["page"]["total"]
    step = max(1, total // most) if most else 1
    asked: dict[str, Any] = {"limit": 200, "include": [*resource.all_includes]}
    following: str | None = str(client.get(path, params=asked).json()["links"]["self"])
    number = 0
    while following:
        page = client.get(following).json()
        for record in page["data"]:
            if number % step == 0:
                yield record
            number += 1
        following = page["links"]["next"]


def refuse(url: str, _options: Any = None) -> Any:
    """Refuse to load a document: nothing has to be fetched to read one."""
    raise AssertionError(f"would fetch {url}")


def leaves(value: Any) -> Iterator[Any]:
    """Give every value in a document that has no parts."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from leaves(inner)
    if not isinstance(value, dict | list):
        yield value
