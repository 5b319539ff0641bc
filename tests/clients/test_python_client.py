"""The Python clients against a server, on both databases."""

import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import msgspec
import pytest

from entente_client import Problem
from entente_client.client import Client
from entente_client.models import CitationRecord, TreatyRecord
from generator.__main__ import stale
from models.settings import ROOT
from tests.clients.conftest import Writable
from tests.clients.wires import Face

pytestmark = pytest.mark.alike


@pytest.fixture
def client(face: Face, served: str) -> Any:
    made = face.client(served)
    yield made
    face.close(made)


def test_it_is_written_from_the_document() -> None:
    assert stale() == []


def test_records_are_typed(client: Any, face: Face) -> None:
    treaty = face.do(client.treaties.get("rus-kaz-alliance-2013", include=["parties", "citations"]))
    assert (treaty.signed, treaty.place, treaty.status) == ("2013-11-11", "Yekaterinburg", "in_force")
    assert {act.party for act in treaty.parties} == {"RUS", "KAZ"}
    assert treaty.citations[0].source
    assert treaty.relations is None
    assert face.do(client.treaties.get(treaty.id, include=["parties", "citations"])) == treaty


def test_a_walk_gives_each_record_once(client: Any, face: Face) -> None:
    page = face.do(client.treaties.list(limit=7).page())
    walked = [treaty.id for treaty in face.all(client.treaties.list(limit=7, sort="-signed"))]
    assert page.page.total == len(walked) == len(set(walked)) > 7
    assert len(page.data) == 7
    both = face.all(client.treaties.list(party=["RUS", "KAZ"], party__all=True, signed__gte=date(2013, 1, 1)))
    assert "rus-kaz-alliance-2013" in {treaty.id for treaty in both}
    assert face.do(client.treaties.list(party="RUS,KAZ", party__all=True, signed__gte="2013").page()).data == both[:25]
    assert face.all(client.treaties.list(title=["no, such"])) == []


def test_every_list_reads(client: Any, face: Face) -> None:
    for name, resource in vars(Client).items():
        if name == "imports" or not hasattr(resource, "attrname"):
            continue
        listed = getattr(client, name)
        first = face.first(listed.list(limit=2))
        assert face.do(listed.get(first.id)).id == first.id
        assert face.first(listed.export(format="ndjson"))
        assert face.first(listed.stats(group_by="source" if name != "sources" else "kind")).count
        if hasattr(listed, "history"):
            assert face.first(listed.history(first.id)).record


def test_what_stands_beside_lists_reads(client: Any, face: Face) -> None:
    assert face.first(client.search(q="customs union")).title
    assert face.first(client.timeline(country="KAZ", date__gte="2010", include="citations")).citations
    assert face.do(client.graph(valid_at="2013")).edges
    assert face.do(client.profile("KAZ")).country.name == "Kazakhstan"
    assert face.do(client.relations("RUS", "KAZ", include=["citations"])).treaties.total
    assert face.do(client.treaty_article("rus-kaz-alliance-2013", "10")).number == "10"
    assert face.first(client.mirror(a="RUS", b="KAZ", period="2012")).period == "2012"
    assert face.do(client.meta()).counts["treaties"]
    assert face.do(client.health()).status == face.do(client.readiness()).status


def test_changes_are_of_their_kind(client: Any, face: Face) -> None:
    changes = face.all(client.changes(since=0, resource=["treaties", "countries"], limit=200))
    assert {change.resource for change in changes} == {"treaties", "countries"}
    assert all(type(change).__name__ == "TreatyChange" for change in changes if change.resource == "treaties")


def test_an_export_is_the_whole(client: Any, face: Face, tmp_path: Path) -> None:
    path = face.do(client.treaties.export(format="ndjson", kind="treaty").save(tmp_path / "treaties.ndjson"))
    lines = [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]
    assert {line["id"] for line in lines} == {treaty.id for treaty in face.all(client.treaties.list(kind="treaty"))}


def test_an_answer_that_still_holds_costs_no_body(client: Any, face: Face) -> None:
    statuses: list[int] = []

    def note(response: httpx.Response) -> None:
        statuses.append(response.status_code)

    async def anote(response: httpx.Response) -> None:
        note(response)

    client.http.event_hooks = {"response": [note if face.kind == "sync" else anote]}
    assert face.do(client.profile("KAZ")) == face.do(client.profile("KAZ"))
    assert statuses == [200, 304]


def test_a_misspelt_parameter_is_told(client: Any, face: Face) -> None:
    with pytest.raises(Problem, match="Did you mean signed") as caught:
        face.all(client.treaties.list(sgined="2013", limit=0))
    assert {fault.parameter for fault in caught.value.errors} == {"sgined", "limit"}
    treaties = client.treaties.list(kind="treaty", limit=1)
    cursor = face.do(treaties.page()).page.next_cursor
    with pytest.raises(Problem) as caught:
        face.all(client.treaties.list(kind="protocol", cursor=cursor))
    assert caught.value.kind == "cursor-mismatch"


def test_to_pandas_takes_every_record(client: Any, face: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    # What it is given is what counts: pandas itself, where it is there, is asked below.
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=list))
    rows = face.do(client.memberships.list(organization="eaeu", limit=3).to_pandas())
    assert {row["organization"] for row in rows} == {"eaeu"}
    assert len(rows) == face.do(client.memberships.list(organization="eaeu").page()).page.total
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"entente-client\[pandas\]"):
        face.do(client.memberships.list(organization="eaeu").to_pandas())


def test_to_pandas_gives_a_frame(client: Any, face: Face) -> None:
    pytest.importorskip("pandas")
    frame = face.do(client.treaties.stats(group_by=["party", "signed_year"], party="KAZ").to_pandas())
    assert {"party", "signed_year", "count"} <= set(frame.columns)
    assert frame["count"].sum() > 0


def test_work_of_others_is_not_overwritten(writable: Writable, face: Face) -> None:
    client = face.client(writable.base, key=writable.key)
    try:
        write(client, face)
        upload(client, face)
    finally:
        face.close(client)


def write(client: Any, face: Face) -> None:
    treaties = client.treaties
    cited = [CitationRecord(source="caci-analyst-2013-11-27", locator="para 1")]
    record = TreatyRecord(title="Example", kind="agreement", citations=cited)
    assert face.do(treaties.put("example-2020", record, if_none_match="*", reason="To try")).title == "Example"
    mine, theirs = (face.do(treaties.get("example-2020", include=["citations"])) for _ in range(2))
    theirs.place = "Minsk"
    face.do(treaties.put("example-2020", theirs, if_match=theirs.etag))
    mine.place = "Astana"
    with pytest.raises(Problem) as caught:
        face.do(treaties.put("example-2020", mine, if_match=mine.etag))
    assert caught.value.status == 412
    assert face.do(treaties.get("example-2020")).place == "Minsk"
    assert face.all(treaties.history("example-2020"))[-1].action in {"created", "changed"}
    assert face.do(treaties.delete("example-2020", reason="Tried")) is None
    with pytest.raises(Problem) as caught:
        face.do(treaties.get("example-2020"))
    assert caught.value.status == 410


def upload(client: Any, face: Face) -> None:
    content = (ROOT / "tests" / "seed" / "samples" / "countries.csv").read_bytes()
    asked = {"format": "countries", "filename": "country-codes.csv", "dry_run": True}
    jobs = [face.do(client.imports.create(content, "text/csv", "one-2026", **asked)) for _ in range(2)]
    assert jobs[0].id == jobs[1].id == face.first(client.imports.list()).id
    assert face.do(client.imports.get(jobs[0].id)).format == "countries"
