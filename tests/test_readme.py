"""The README tells the truth: its requests answer as it says, and it names every resource, setting and command."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.main import app as api
from api.routes import RESOURCES
from models.api_key import KeyScope
from models.database import writing
from models.settings import ROOT, Settings, variable
from seed.cli import app
from seed.keys import create
from tests.conftest import copied

pytestmark = pytest.mark.alike

README = (ROOT / "README.md").read_text()
SHOWN = re.findall(r"```sh\ncurl '[^/]+//[^/]+(/[^']+)'\n```\n\n```json\n(.*?)```", README, re.S)
REQUESTS = re.findall(r"curl '[^/]+//[^/]+(/[^']+)'", README)


def holds(whole: Any, part: Any) -> bool:
    if isinstance(part, dict):
        return all(name in whole and holds(whole[name], value) for name, value in part.items())
    if isinstance(part, list):
        return len(whole) == len(part) and all(map(holds, whole, part))
    return bool(whole == part)


@pytest.mark.parametrize("path", REQUESTS)
def test_a_request_gives_data(path: str, seeded: TestClient) -> None:
    answer = seeded.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.json().get("data", True)
    assert answer.json().get("edges", True)


@pytest.mark.parametrize(("path", "shown"), SHOWN, ids=lambda value: value[:40])
def test_an_answer_is_as_shown(path: str, shown: str, seeded: TestClient) -> None:
    assert holds(seeded.get(path).json(), json.loads(shown))


def test_every_query_that_is_explained_is_understood(seeded: TestClient) -> None:
    table = README.split("## The query language")[1].split("Different parameters")[0]
    queries = [query for query in re.findall(r"^\| `([^`]+)` \|", table, re.M) if "…" not in query]
    assert len(queries) >= 12
    for query in queries:
        names = {part.split("=")[0] for part in query.split("&")}
        resource = next(resource for resource in RESOURCES if names <= set(resource.list_query.model_fields))
        path = f"/v1/{resource.path}"
        assert seeded.get(f"{path}?{query}").status_code == 200, query


def test_it_names_everything() -> None:
    assert len(SHOWN) >= 3
    for resource in RESOURCES:
        assert f"`/v1/{resource.path}`" in README
    for name in Settings.model_fields:
        assert f"`{variable(name)}`" in README
    for command in app.registered_commands:
        word = command.name or getattr(command.callback, "__name__", "")
        assert f"entente {word}" in README


def test_its_example_of_a_write_is_one(own: str) -> None:
    address, query, body = re.search(
        r"curl -X PUT .*?'[^/]+//[^/]+(/[^?]+)\?([^']+)' -d '(.*?)'", README, re.S
    ).groups()  # type: ignore[union-attr]
    with writing() as connection:
        client = TestClient(api, headers={"X-API-Key": create(connection, "to try", [KeyScope.WRITE])})
    assert client.put(f"{address}?{query}", content=body, headers={"If-None-Match": "*"}).status_code == 201
    assert client.get(f"{address}/history").json()["data"][0]["reason"] == "To try"
    assert client.delete(f"{address}?reason=Tried").status_code == 204


def test_its_example_of_a_fact_is_one(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    text = README.split("```toml\n")[1].split("```")[0]
    path = tmp_path / "data" / text.splitlines()[0].removeprefix("# seed/data/")
    path.write_text(text)
    assert tomllib.loads(text)["id"] == path.stem
    assert "all well" in CliRunner().invoke(app, ["check", str(folder)]).output
