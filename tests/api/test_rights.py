"""Who may do what: every operation of the OpenAPI document, with every kind of key."""

from itertools import cycle
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from api.audit import METHODS, SAFE
from api.main import app
from models import ApiKey
from models.api_key import KeyScope
from models.base import columns
from models.database import reading, writing
from seed.keys import revoke
from tests.api.test_problems import is_problem
from tests.importing import COUNTRIES, CSV, PATH
from tests.packages import held
from tests.writing import key, sent

pytestmark = pytest.mark.alike

PATHS: dict[str, dict[str, Any]] = app.openapi()["paths"]
UNSAFE = [method for method in METHODS if method not in SAFE]
WRITE, IMPORT = KeyScope.WRITE, KeyScope.IMPORT
RECORD = b'{"title": "It must not be there", "citations": []}'


def address(path: str) -> str:
    """Give an address of a path, of its own examples: one where there is something."""
    shown = {p["name"]: p["example"] for p in PATHS[path].get("get", {}).get("parameters", []) if "example" in p}
    asked = "&".join(f"{name}={value}" for name, value in shown.items() if f"{{{name}}}" not in path)
    return path.format(**shown) + ("?" * bool(asked)) + asked


def request(method: str, path: str) -> dict[str, Any]:
    """Give a request that would change something, if it were let in."""
    if path == "/v1/imports" and method == "post":
        return {"method": method, "url": PATH, "content": COUNTRIES, "headers": CSV}
    return {"method": method, "url": address(path), **({"content": RECORD} if method == "put" else {})}


def scope(path: str) -> KeyScope:
    """Give the scope that an operation wants."""
    return IMPORT if path.startswith("/v1/imports") else WRITE


def useless() -> dict[str, dict[str, str]]:
    """Give the headers of those whose key is not valid."""
    valid, ended = key(WRITE, IMPORT), key(WRITE, IMPORT)
    with writing() as connection:
        assert revoke(connection, ended.split("_")[1])
    other = valid[:-1] + ("0" if valid[-1] != "0" else "1")
    return {
        "none": {},
        "an empty one": sent(""),
        "a wrong one": sent(other),
        "a malformed one": sent(valid[:-1] + "_"),
        "a revoked one": sent(ended),
        "the hash of one": sent(f"{valid[:13]}{stored(valid)}"),
        "a valid one elsewhere": {"Authorization": f"Bearer {valid}", "Cookie": f"X-API-Key={valid}"},
    }


def stored(key: str) -> str:
    """Give what is stored of a key."""
    table = columns(ApiKey)
    with reading() as connection:
        return str(connection.scalar(sa.select(table.c.hash).where(table.c.id == key.split("_")[1])))


def everything(url: str) -> dict[str, Any]:
    """Give all rows of the data, and of keys and imports."""
    with reading(url) as connection:
        own = {
            t: connection.execute(sa.text(f"SELECT * FROM {t} ORDER BY id")).all() for t in ("api_key", "import_job")
        }
    return held(url) | own


def test_nothing_is_written_without_the_right_key(lean: str) -> None:
    """Refused as the document says, and nothing has changed; who has the right key is let in."""
    wrong, scoped = useless(), {wanted: sent(key(wanted)) for wanted in KeyScope}
    before, client = everything(lean), TestClient(app, raise_server_exceptions=False)
    keyed = [(m, p, o) for p, operations in PATHS.items() for m, o in operations.items() if o["security"]]
    assert len([p for m, p, _ in keyed if m in ("put", "delete")]) >= 24
    for method, path, operation in keyed:
        asked = request(method, path)
        given = asked.pop("headers", {})
        assert {"401", "403"} <= set(operation["responses"]), path
        for case, headers in wrong.items():
            answer = client.request(**asked, headers=given | headers)
            assert is_problem(answer, 401)["type"] == "/problems/unauthorized", (method, path, case)
            assert answer.headers["www-authenticate"] == 'ApiKey realm="entente"'
        for wanted, headers in scoped.items():
            if wanted == scope(path):
                continue
            answer = client.request(**asked, headers=given | headers)
            assert f"scope `{scope(path)}`" in is_problem(answer, 403)["detail"], (method, path)
            assert "www-authenticate" not in answer.headers
    assert everything(lean) == before
    for method, path, _ in keyed:
        answer = client.request(method, address(path), headers=scoped[scope(path)], content=b"{")
        assert answer.status_code in {"put": (400,), "delete": (204, 409), "post": (422,), "get": (200, 404)}[method]
    assert everything(lean) != before


@pytest.mark.parametrize("each", [1, pytest.param(10, marks=pytest.mark.slow)])
def test_a_reader_needs_no_key_and_none_does_harm(lean: str, each: int) -> None:
    """Each read with so many keys, in turn."""
    client = TestClient(app, raise_server_exceptions=False)
    keys = [*useless().values(), sent(key(WRITE)), sent(key(IMPORT)), sent(key(WRITE, IMPORT))]
    free = [path for path, operations in PATHS.items() for o in operations.values() if not o["security"]]
    assert len(free) >= 70
    for path, first in zip(free, cycle(range(len(keys))), strict=False):
        answers = [client.get(address(path), headers=(keys * 2)[first + n]) for n in range(each)]
        assert {answer.status_code for answer in answers} == {200}, path
        assert len({answer.content for answer in answers}) == 1, path


def test_no_other_method_is_served(lean: str) -> None:
    """What the document does not have is not there: in the app itself, and for the holder of any key."""
    routes = [(str(r.path), getattr(r.original_route, "methods", None)) for r in iter_route_contexts(app.routes)]
    assert {(path, method.lower()) for path, methods in routes for method in methods or () if method not in SAFE} == {
        (path, method) for path, operations in PATHS.items() for method in operations if method != "get"
    }
    client = TestClient(app, raise_server_exceptions=False, headers=sent(key(WRITE, IMPORT)))
    for path, method in zip(PATHS, cycle(UNSAFE), strict=False):
        # A path beside the records is to writers an id, which none may have.
        if method.lower() not in {*PATHS[path], *PATHS.get(f"{path.rpartition('/')[0]}/{{id}}", ())}:
            answer = client.request(method, address(path), headers={"X-HTTP-Method-Override": "PUT"})
            assert is_problem(answer, 405), (method, path)
