"""Changes: whoever follows them has the same records as the database, whatever happens meanwhile."""

import json
import random
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api.main import app
from api.routes.changes import PATHS
from models import metadata
from models.database import reading, writing
from seed.bodies import bodies
from seed.loader import load
from tests.api.test_writing import TREATY, key
from tests.conftest import copied

Copy = dict[tuple[str, str], Any]


class Follower:
    """A client that keeps a copy and its place in files' stead, and may be killed after any page."""

    def __init__(self, client: TestClient) -> None:
        self.client, self.copy, self.next = client, Copy(), "/v1/changes?since=0&limit=200"

    def read(self, pages: int) -> bool:
        """Read some pages; tell whether the end was reached."""
        for _ in range(pages):
            page = self.client.get(self.next).json()
            for change in page["data"]:
                self.apply(change)
            done = page["links"]["next"] is None
            self.next = f"/v1/changes?limit=200&since={page['meta']['revision']}" if done else page["links"]["next"]
            if done:
                return True
        return False

    def apply(self, change: dict[str, Any]) -> None:
        address = (change["resource"], change["id"])
        if change["action"] == "deleted":
            self.copy.pop(address, None)
        else:
            self.copy[address] = change["record"]

    def restarted(self) -> "Follower":
        """Give what comes up after a kill: all that was written down."""
        other = Follower(self.client)
        kept = json.loads(json.dumps([[*address, record] for address, record in self.copy.items()]))
        other.copy, other.next = {(path, id): record for path, id, record in kept}, self.next
        return other


def everything(url: str) -> Copy:
    """Read all records from the database."""
    found: Copy = {}
    with reading(url) as connection:
        for name, path in PATHS.items():
            ids = connection.scalars(sa.select(metadata.tables[name].c.id)).all()
            found |= {(path, id): body.record for id, body in bodies(connection, name, ids).items()}
    return found


def made_up(chance: random.Random, number: int, known: Copy) -> tuple[str, str, Any]:
    """Give a random write: method, path, body."""
    citations = TREATY["citations"]
    id = f"t-{number % 40}"
    kind = chance.choice(("treaties", "articles", "statements", "sources", "trade-metrics", "delete", "delete"))
    if kind == "delete":
        mine = sorted(address for address in known if address[1].startswith(("t-", "ARM.KGZ.made-up")))
        path, gone = chance.choice(mine) if mine else ("treaties", "t-0")
        return "DELETE", f"/v1/{path}/{gone}", None
    if kind == "treaties":
        subjects = chance.sample(("a", "b", "c"), chance.randrange(3))
        return "PUT", f"/v1/treaties/{id}", TREATY | {"title": f"T {number}", "subjects": subjects}
    if kind == "articles":
        treaty = f"t-{chance.randrange(40)}"
        body = {"treaty": treaty, "number": str(number), "ordinal": number % 9, "completeness": "gist", "gist": "G"}
        return "PUT", f"/v1/articles/{treaty}.art-{number % 3}", body | {"citations": citations}
    if kind == "statements":
        relations = [{"relation": "contradicts", "related_statement": f"t-{chance.randrange(40)}"}]
        body = {"speaker": "S", "topic": f"T {number}", "stance": "supports", "kind": "paraphrase", "gist": "G"}
        return "PUT", f"/v1/statements/{id}", body | {"relations": relations[: number % 2], "citations": citations}
    if kind == "sources":
        return "PUT", f"/v1/sources/{id}", {"title": f"S {number}", "kind": "article"}
    metric = {"indicator": "trade-turnover", "reporter": "ARM", "partner": "KGZ", "frequency": "annual"}
    period = str(1990 + number % 30)
    body = metric | {"flow": "total", "period": period, "value": float(number), "unit": "USD", "locator": "row 1"}
    named = f"ARM.KGZ.trade-turnover.total.TOTAL.annual.{period}.caci-analyst-2013-11-27"
    return "PUT", f"/v1/trade-metrics/{named}", body | {"source": "caci-analyst-2013-11-27"}


def follow(client: TestClient, chance: random.Random, writes: int) -> Iterator[int]:
    """Write at random and follow, with kills; give the statuses of the writes."""
    follower = Follower(client)
    for number in range(writes):
        method, path, body = made_up(chance, number, follower.copy)
        yield client.request(method, path, json=body).status_code
        if number == writes // 2:
            uploaded(client)
        if chance.random() < 0.2:
            follower.read(chance.randrange(1, 3))
        if chance.random() < 0.02:
            follower = follower.restarted()
    while not follower.read(1):
        pass
    assert follower.copy == everything(client.url)  # type: ignore[attr-defined]


def uploaded(client: TestClient) -> None:
    """Import a file over HTTP and wait for its end."""
    path = Path(__file__).parent.parent / "seed" / "samples" / "desta.csv"
    headers = key("import") | {"Content-Type": "text/csv"}
    made = client.post("/v1/imports?format=desta&filename=desta.csv", content=path.read_bytes(), headers=headers)
    assert made.status_code == 202, made.text
    while (job := client.get(made.headers["location"], headers=headers).json())["status"] == "running":
        pass
    assert job["status"] == "done", job


@pytest.mark.parametrize("writes", [50, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_follower_has_the_same_records(lean: str, writes: int) -> None:
    client = TestClient(app, raise_server_exceptions=False, headers=key("write"))
    client.url = lean  # type: ignore[attr-defined]
    statuses = list(follow(client, random.Random(2013), writes))  # noqa: S311
    assert not {status for status in statuses if status >= 500}
    assert {200, 201, 204} <= set(statuses)
    assert sum(status < 300 for status in statuses) > 0.4 * writes


def test_changes_are_told_as_they_were(lean: str) -> None:
    client = TestClient(app, headers=key("write"))
    since = client.get("/v1/meta").json()["revision"]
    for title in ("A", "B"):
        client.put("/v1/treaties/t", json=TREATY | {"title": title})
    client.delete("/v1/treaties/t")
    client.put("/v1/treaties/t", json=TREATY | {"title": "C"})
    page = client.get(f"/v1/changes?since={since}").json()
    told = [(c["action"], c["record"] and c["record"]["title"]) for c in page["data"]]
    assert told == [("created", "A"), ("changed", "B"), ("deleted", None), ("created", "C")]
    assert [c["revision"] for c in page["data"]] == list(range(since + 1, since + 5))
    one_by_one = Follower(client)
    one_by_one.next = f"/v1/changes?since={since}&limit=1"
    pages: list[Any] = []
    while (one_by_one.next and "cursor" in one_by_one.next) or not pages:
        page = client.get(one_by_one.next).json()
        pages += page["data"]
        one_by_one.next = page["links"]["next"]
    assert [(c["action"], c["revision"]) for c in pages] == [
        (action, since + n) for n, (action, _) in enumerate(told, 1)
    ]
    assert client.get(f"/v1/changes?since={since}&resource=articles,forums").json()["data"] == []
    assert client.get(f"/v1/changes?since={since + 4}").json()["data"] == []


def test_a_load_is_one_revision_of_many_changes(lean: str, tmp_path: Path) -> None:
    client = TestClient(app)
    follower = Follower(client)
    while not follower.read(1):
        pass
    assert follower.copy == everything(lean)
    with writing() as connection:
        assert load(connection, copied(tmp_path)).revision is None


def test_what_cannot_be_followed_is_said(lean: str) -> None:
    client = TestClient(app)
    assert client.get("/v1/changes?since=-1").status_code == 422
    assert client.get("/v1/changes?resource=conflicts").json()["errors"][0]["nearest"]
    cursor = client.get("/v1/changes?limit=1").json()["page"]["next_cursor"]
    assert client.get(f"/v1/changes?cursor={cursor}&resource=forums").json()["type"] == "/problems/cursor-mismatch"
    assert client.get("/v1/treaties/never/history").status_code == 404
    assert "since=0" in client.get("/v1/changes?since=500").json()["detail"]


def test_the_feed_is_atom(lean: str) -> None:
    client = TestClient(app, headers=key("write"))
    client.put("/v1/treaties/t", params={"reason": "<&>"}, json=TREATY)
    answer = client.get("/v1/changes/feed")
    assert answer.headers["content-type"] == "application/atom+xml"
    entries = ET.fromstring(answer.text).findall("{http://www.w3.org/2005/Atom}entry")  # noqa: S314
    first = {child.tag.partition("}")[2]: child.text for child in entries[0]}
    assert (first["title"], first["content"]) == ("Revision 2: <&>", "created treaties/t")
    again = client.get("/v1/changes/feed", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
