"""The OpenAPI document as it was last reviewed, and the answers that it shows; `make openapi` writes both anew."""

import json
import tempfile
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from api.documentation import EXAMPLES
from api.main import app
from api.routes import RESOURCES
from models.api_key import KeyScope
from models.database import writing
from seed.alone import ALONE
from seed.cli import migrate
from seed.keys import create
from seed.loader import load
from tests.conftest import SEED, use

SNAPSHOT = Path(__file__).parent / "openapi.json"


def document() -> str:
    """Give the document as text whose differences can be read."""
    app.openapi_schema = None
    return json.dumps(app.openapi(), indent=1, ensure_ascii=False) + "\n"


def requests() -> dict[str, str]:
    """Give the request behind each example, by operation or status."""
    found = {"422": "/v1/treaties?sgined=2013", "default": "/v1/treaties/rus-kaz-alliance", "get_health": "/healthz"}
    for resource in RESOURCES:
        plural = resource.path.replace("-", "_")
        found[f"list_{plural}"] = f"/v1/{resource.path}?limit=1&{resource.tries[0]}"
        found[f"get_{resource.name}"] = f"/v1/{resource.path}/{resource.example}"
        found[f"get_{plural}_stats"] = f"/v1/{resource.path}/stats?{resource.stats_tries[0]}"
    return found | BESIDE


BESIDE = {
    "get_treaty_article": "/v1/treaties/rus-kaz-alliance-2013/articles/10?include=citations",
    "search": "/v1/search?q=customs%20union&limit=2",
    "list_mirror_trade": "/v1/trade-metrics/mirror?a=RUS&b=KAZ&period=2012",
    "list_timeline": "/v1/timeline?limit=2&country=KAZ&date__gte=2013-11",
    "get_graph": "/v1/graph?organization=union-state",
    "get_country_profile": "/v1/countries/MNG/profile",
    "get_relations": "/v1/relations/MNG/KHM",
    "get_treaty_history": "/v1/treaties/rus-kaz-alliance-2013/history",
    "list_changes": "/v1/changes?resource=treaties&limit=1",
}


WRITES = {
    "401": ("DELETE", "/v1/treaties/rus-kaz-alliance-2013", ()),
    "403": ("DELETE", "/v1/treaties/rus-kaz-alliance-2013", ("import",)),
    "409": ("DELETE", "/v1/forums/rkf-10", ("write",)),
}
"""Refused writes, by status, and the scopes of the key that they are sent with."""


def examples(client: TestClient) -> dict[str, Any]:
    """Ask for every example."""
    found = {name: client.get(path).json() for name, path in requests().items()}
    for status, (method, path, scopes) in WRITES.items():
        with writing() as connection:
            key = {"X-API-Key": create(connection, "example", map(KeyScope, scopes))} if scopes else {}
        found[status] = client.request(method, path, headers=key).json()
    for resource in (resource for resource in RESOURCES if resource.model in ALONE):
        history = client.get(f"/v1/{resource.path}/{resource.example}/history").json()
        found[f"put_{resource.name}"] = history["data"][0]["record"]
    shown: dict[str, Any] = undated(found)
    return shown


def undated(value: Any) -> Any:
    """Give an answer as of a day that does not depend on when it was asked for."""
    if isinstance(value, dict):
        return {name: DAY if name == "committed_at" else undated(inner) for name, inner in value.items()}
    return [undated(inner) for inner in value] if isinstance(value, list) else value


DAY = "2026-11-24T09:00:00Z"


def write() -> None:
    """Write the answers of a new database with the project's own data, then the document that shows them."""
    with tempfile.TemporaryDirectory() as folder:
        use(f"sqlite:///{folder}/examples.db")
        migrate()
        with writing() as connection:
            load(connection, SEED)
        EXAMPLES.write_text(json.dumps(examples(TestClient(app)), indent=1, ensure_ascii=False) + "\n")
    SNAPSHOT.write_text(document())


if __name__ == "__main__":
    write()
