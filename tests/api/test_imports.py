"""Imports over HTTP: the same report as the command's, and who may, when, with what."""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

import api.uploads
from api.main import app
from models import Country, ImportJob, Indicator, Revision, TradeMetric
from models.api_key import KeyScope
from models.database import noting
from models.import_job import JobStatus
from models.locks import hold, is_held
from models.settings import settings
from seed.jobs import STOPPED, begin, end, lock_of, table
from seed.report import Report
from tests.api.test_problems import is_problem
from tests.conftest import Databases
from tests.importing import COUNTRIES, CSV, PATH, SAMPLES, ZIP, ended, holder, imported, zipped
from tests.packages import held
from tests.seed.test_cli import run
from tests.seed.test_importing import FILES, rows
from tests.seed.test_trade_csv import GOOD, LAYOUT
from tests.trade import trade

TOTA = [(f"xml/{path.name}", path.read_bytes()) for path in sorted((SAMPLES / "tota").iterdir())]
BANK = "Country Name,Country Code,Year,Value\nA,AAA,2010,5\nNowhere,QQQ,2011,6\n"


def options() -> list[tuple[str, str]]:
    """Give the options of a layout as parameters."""
    return [(name.removeprefix("--"), value) for name, value in zip(LAYOUT[::2], LAYOUT[1::2], strict=True)]


@pytest.fixture
def client(empty: str) -> TestClient:
    """The holder of a key, on a database without data."""
    return holder(empty)


@pytest.mark.slow
@pytest.mark.parametrize("format", [*FILES, "trade-csv", "world-bank"])
def test_the_report_is_that_of_the_command(format: str, databases: Databases, tmp_path: Path) -> None:
    observed = {"trade-csv": ("trade.csv", GOOD, LAYOUT), "world-bank": ("ny.gdp.mktp.cd.csv", BANK, ())}
    name, text, said = observed.get(format, (FILES.get(format, ""), "", ()))
    path = SAMPLES / name
    if text:
        (path := tmp_path / name).write_text(text)
    content = zipped(TOTA) if path.is_dir() else path.read_bytes()
    asked = urlencode(
        [("format", format), *([] if path.is_dir() else [("filename", name)]), *(options() if said else ())]
    )

    def prepared() -> str:
        url = databases.migrated()
        trade(url)
        run("import", "countries", str(SAMPLES / "countries.csv"))
        return url

    prepared()
    output = run("import", format, str(path), *said, "--report", str(tmp_path / "report.json"))
    url = prepared()
    client = holder(url)
    headers = ZIP if path.is_dir() else CSV
    job = ended(client, client.post(f"/v1/imports?{asked}", content=content, headers=headers))
    assert (job["status"], job["error"]) == ("done", None)
    assert job["report"] == json.loads((tmp_path / "report.json").read_text())
    assert job["outcome"] == output.splitlines()[-1]
    made = rows(url, Revision)[-1]
    if format != "countries":
        assert (made["number"], made["reason"]) == (job["revision"], f"import of {format}: {job['filename']}")
        assert (made["kind"], made["actor"]) == ("import", f"key:{id_of(client)}")


def test_a_job_is_followed(client: TestClient) -> None:
    answer = client.post(f"{PATH}&reason=Codes", content=COUNTRIES, headers=CSV)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["location"] == f"/v1/imports/{answer.json()['id']}"
    assert int(answer.headers["retry-after"]) >= 1
    job = ended(client, answer)
    assert job.items() > {"format": "countries", "status": "done", "reason": "Codes", "bytes": len(COUNTRIES)}.items()
    assert client.get(answer.headers["location"]).headers["cache-control"] == "no-store"
    assert [row["reason"] for row in rows(settings().database_url, Revision)] == ["Codes"]
    again = imported(client)
    assert (again["status"], again["revision"], again["outcome"]) == ("done", None, "nothing to change")
    assert rows(settings().database_url, ImportJob)[-1]["revision"] is None


def test_a_dry_run_does_all_but_write(client: TestClient, tmp_path: Path) -> None:
    job = imported(client, f"{PATH}&dry_run=true")
    assert (job["status"], job["revision"], job["options"]) == ("done", None, {"dry_run": True})
    assert "11 rows would be new" in job["outcome"]
    assert rows(settings().database_url, Country) == []
    run("import", "countries", str(SAMPLES / "countries.csv"), "--dry-run", "--report", str(tmp_path / "r.json"))
    assert job["report"] == json.loads((tmp_path / "r.json").read_text())


@pytest.mark.slow
def test_what_fails_says_why_and_writes_nothing(client: TestClient) -> None:
    wrong = imported(client, "/v1/imports?format=desta&filename=list.csv", b"a;b\n1;2\n")
    assert (wrong["status"], wrong["outcome"]) == ("failed", "nothing was written")
    assert "the report says why" in wrong["error"]
    assert wrong["report"]["refused"][0]["places"] == ["list.csv: the whole file"]
    layout = urlencode({"set": "source=one", "format": "trade-csv", "filename": "x.csv"})
    wrong = imported(client, f"/v1/imports?{layout}", b"a,b\n1,2\n")
    assert (wrong["status"], wrong["report"]) == ("failed", None)
    assert wrong["error"].startswith("x.csv: ")
    wrong = imported(client, "/v1/imports?format=tota", zipped([("x.txt", b"")]), **ZIP)
    assert wrong["error"].startswith("tota.zip: holds no file with the suffix .xml")
    assert rows(settings().database_url, Revision) == []


@pytest.mark.alike
@pytest.mark.parametrize(
    ("query", "parameter", "words"),
    [
        ("", "format", "required"),
        ("format=countrys", "format", "Did you mean countries?"),
        ("format=countries&filename=a/b.csv", "filename", "does not have the form"),
        ("format=countries&filename=..", "filename", "plain name"),
        (f"format=countries&filename={'é' * 150}", "filename", "200 bytes"),
        ("format=countries&dry_run=yes", "dry_run", "true or false"),
        ("format=countries&set=flow=export", "set", "says itself what its columns are"),
        ("format=countries&dryrun=true", "dryrun", "Did you mean dry_run?"),
        ("format=trade-csv&column=reporter", "column", "rite it as name=value"),
        ("format=trade-csv&column=colour=red", "column", "there is no such field"),
        ("format=trade-csv&column=flow=a&set=flow=export", "column", "not both"),
        ("format=trade-csv&codes=iso4", "codes", "Did you mean iso"),
        ("format=trade-csv&measure=many", "measure", "Valid: flow"),
        ("format=trade-csv&delimiter=;;", "delimiter", "at most 1"),
        ("format=world-bank", "filename", "which indicator"),
        ("format=world-bank&filename=gdp.csv", "filename", "which indicator"),
        ("format=world-bank&filename=http://x/indicator/NY.GDP.MKTP.CD", "filename", "does not have the form"),
    ],
)
def test_parameters_that_do_not_fit(query: str, parameter: str, words: str, client: TestClient) -> None:
    body = is_problem(client.post(f"/v1/imports?{query}", content=unread(), headers=CSV), 422)
    assert parameter in {error["parameter"].removesuffix(".0") for error in body["errors"]}
    assert words in body["detail"]


def begun(client: TestClient) -> str:
    """Write down a job of a client that nobody runs; give its id."""
    values = {"format": "hs", "filename": "x", "options": "{}", "reason": "x", "media_type": "x", "digest": "x"}
    with noting() as connection:
        return begin(connection, api_key=id_of(client), bytes=1, **values)


def ended_before(client: TestClient) -> str:
    """Write down a job of a client that has ended; give its id."""
    id = begun(client)
    with noting() as connection:
        end(connection, id, report=Report())
    return id


def id_of(client: TestClient) -> str:
    """Give the id of a client's key."""
    return client.headers["X-API-Key"].split("_")[1]


def unread() -> Any:
    raise AssertionError("the body was read")
    yield b""


@pytest.mark.alike
def test_who_may(empty: str) -> None:
    nobody, writer, one, other = holder(empty), holder(empty, KeyScope.WRITE), holder(empty), holder(empty)
    nobody.headers.pop("X-API-Key")
    job = imported(one)
    for path in ("/v1/imports", f"/v1/imports/{job['id']}", "/v1/imports/x"):
        assert is_problem(nobody.get(path), 401)["type"] == "/problems/unauthorized"
        assert is_problem(writer.get(path), 403)["type"] == "/problems/forbidden"
    # Before its parameters are looked at, and its body.
    assert is_problem(nobody.post("/v1/imports?x=1", content=b""), 401)
    assert is_problem(writer.post("/v1/imports?x=1", content=b""), 403)
    assert is_problem(other.get(f"/v1/imports/{job['id']}"), 404)
    assert other.get("/v1/imports").json()["data"] == []


def test_jobs_are_listed(client: TestClient) -> None:
    made = [ended_before(client) for _ in range(3)]
    first = client.get("/v1/imports?limit=2").json()
    second = client.get(first["links"]["next"]).json()
    assert sorted(job["id"] for job in first["data"] + second["data"]) == sorted(made)
    assert (first["page"]["total"], second["page"]["has_more"]) == (3, False)
    assert first["data"][0]["created_at"] >= first["data"][1]["created_at"] >= second["data"][0]["created_at"]
    assert "report" not in first["data"][0]
    assert is_problem(client.get("/v1/imports?cursor=x"), 404)


@pytest.mark.alike
def test_a_body_that_is_not_taken(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.post(PATH, content=COUNTRIES, headers={"Content-Type": "application/json"})
    assert "text/csv" in is_problem(answer, 415)["detail"]
    assert "application/zip" in answer.headers["accept"]
    assert is_problem(client.post(PATH, content=COUNTRIES, headers=CSV | {"Content-Encoding": "gzip"}), 415)
    monkeypatch.setenv("ENTENTE_UPLOAD_SIZE", "1")
    settings.cache_clear()
    large = b"x" * 1_000_001
    assert "1 megabytes" in is_problem(client.post(PATH, content=large, headers=CSV), 413)["detail"]
    assert is_problem(client.post(PATH, content=iter([large[:10], large[10:]]), headers=CSV), 413)
    assert rows(settings().database_url, ImportJob) == []
    # Nothing of it is in the way.
    assert imported(client)["status"] == "done"


@pytest.mark.slow
def test_one_at_a_time(empty: str) -> None:
    client, other = holder(empty), holder(empty)
    lock = hold(empty, lock_of(id_of(client)))
    assert lock
    assert is_held(empty, lock_of(id_of(client)))
    answer = client.post(PATH, content=unread(), headers=CSV)
    assert "is being taken in" in is_problem(answer, 409)["detail"]
    job = begun(client)
    answer = client.post(PATH, content=unread(), headers=CSV)
    assert f"/v1/imports/{job}" in is_problem(answer, 409)["detail"]
    assert answer.headers["retry-after"]
    assert client.get(f"/v1/imports/{job}").json()["status"] == "running"
    assert imported(other)["status"] == "done"
    # Whoever held the lock is gone.
    lock.close()
    assert client.get("/v1/imports").json()["data"][0]["status"] == "failed"
    found = client.get(f"/v1/imports/{job}").json()
    assert (found["status"], found["error"]) == ("failed", STOPPED)
    assert imported(client)["status"] == "done"


def test_what_is_left_running_is_found_by_the_next_import(client: TestClient) -> None:
    begun(client)
    assert imported(client)["status"] == "done"
    assert sorted(row["status"] for row in rows(settings().database_url, ImportJob)) == ["done", "failed"]


@pytest.mark.slow
def test_a_job_that_a_server_left_goes_on_when_it_is_sent_again(client: TestClient) -> None:
    url, once = settings().database_url, {"Idempotency-Key": "one"}
    first = imported(client, PATH + "&dry_run=true", COUNTRIES, **once)
    with noting() as connection:
        # As a server leaves it that is killed.
        left = sa.update(table).values(status=JobStatus.RUNNING, finished_at=None, report=None, outcome=None)
        connection.execute(left)
    assert client.get(f"/v1/imports/{first['id']}").json()["error"] == STOPPED
    lock = hold(url, lock_of(id_of(client)))
    assert lock
    answer = client.post(PATH + "&dry_run=true", content=unread(), headers=CSV | once)
    assert "is being taken in" in is_problem(answer, 409)["detail"]
    lock.close()
    again = imported(client, PATH + "&dry_run=true", COUNTRIES, **once)
    assert (again["id"], again["status"], again["error"]) == (first["id"], "done", None)
    assert again["report"] == first["report"]
    assert imported(client, PATH + "&dry_run=true", COUNTRIES, **once) == again
    assert len(rows(url, ImportJob)) == 1


@pytest.mark.slow
def test_the_same_request_gives_the_same_job(client: TestClient) -> None:
    first = imported(client, PATH, COUNTRIES, **{"Idempotency-Key": '"one"'})
    assert first["idempotency_key"] == "one"
    for token in ('"one"', "one"):
        again = client.post(PATH, content=COUNTRIES, headers=CSV | {"Idempotency-Key": token})
        assert (again.status_code, again.json()) == (202, first)
    for path, content in ((PATH + "&dry_run=true", COUNTRIES), (PATH, COUNTRIES + b"\n")):
        answer = client.post(path, content=content, headers=CSV | {"Idempotency-Key": "one"})
        assert is_problem(answer, 422)["type"] == "/problems/idempotency-mismatch"
    # Another key's is another one, and while an import runs, what it has made before is told as ever.
    other, url = holder(settings().database_url), settings().database_url
    assert imported(other, PATH, COUNTRIES, **{"Idempotency-Key": "one"})["id"] != first["id"]
    lock = hold(url, lock_of(id_of(client)))
    assert lock
    again = client.post(PATH, content=COUNTRIES, headers=CSV | {"Idempotency-Key": "one"})
    assert (again.status_code, again.json()) == (202, first)
    assert is_problem(client.post(PATH, content=unread(), headers=CSV | {"Idempotency-Key": "two"}), 409)
    lock.close()
    assert is_problem(client.post(PATH, content=unread(), headers=CSV | {"Idempotency-Key": '"'}), 400)


def test_a_revoked_key_begins_nothing(client: TestClient) -> None:

    def body() -> Any:
        run("keys", "revoke", id_of(client))
        yield COUNTRIES

    assert is_problem(client.post(PATH, content=body(), headers=CSV), 401)
    assert rows(settings().database_url, ImportJob) == []


@pytest.mark.slow
def test_a_zip_is_unpacked_into_its_folder_and_within_bounds(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTENTE_UPLOAD_SIZE", "1")
    settings.cache_clear()
    for content, words in (
        (zipped([("../pta_7.xml", b"<treaty/>")]), "names a file outside of its folder: '../pta_7.xml'"),
        (zipped([("pta_7.xml", b"0" * 9_000_000)]), "holds too many bytes"),
    ):
        job = imported(client, "/v1/imports?format=tota&filename=texts.zip", content, **ZIP)
        assert (job["status"], job["report"]) == ("failed", None)
        assert job["error"].startswith(f"texts.zip: {words}")
    assert rows(settings().database_url, Revision) == []


def test_a_stalled_upload_is_let_go(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def body() -> Any:
        yield b"half"
        await asyncio.Event().wait()

    async def stalled() -> httpx.Response:
        headers = CSV | {"X-API-Key": client.headers["X-API-Key"]}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as other:
            return await other.post(PATH, content=body(), headers=headers)

    monkeypatch.setattr(api.uploads, "STALL", 0.1)
    assert is_problem(asyncio.run(stalled()), 408)
    assert not is_held(settings().database_url, lock_of(id_of(client)))


@pytest.mark.slow
def test_observations_leave_what_they_were_told(databases: Databases) -> None:
    url = databases.migrated()
    trade(url)
    client = holder(url)
    asked = urlencode([("format", "trade-csv"), *options(), ("set", "indicator=goods"), ("source_title", "x")])
    before = held(url)
    assert imported(client, f"/v1/imports?{asked}&dry_run=true", GOOD.encode())["outcome"].startswith(
        "3 rows would be new"
    )
    assert held(url) == before
    assert imported(client, f"/v1/imports?{asked}", GOOD.encode())["report"]["accepted"] == {"trade_metric": 3}
    assert len(rows(url, TradeMetric)) == 3
    assert len(rows(url, Indicator)) == 3
