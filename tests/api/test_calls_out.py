"""The server calls nobody but its database, whatever addresses it is given (OWASP API7:2023)."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from models.api_key import KeyScope
from tests.calling import Hook, listener
from tests.fuzz.operations import operations
from tests.importing import CSV, ZIP, key, zipped
from tests.server import serving

pytestmark = pytest.mark.slow

HEADERS = (
    *("Host", "X-Forwarded-Host", "X-Forwarded-For", "Forwarded", "Origin", "Referer", "Location", "X-Original-URL"),
    *("X-API-Key", "Authorization", "If-None-Match", "Accept", "traceparent", "Proxy", "Callback", "Idempotency-Key"),
)

CALL = "import sys, urllib.request as u; u.build_opener(u.ProxyHandler({})).open(sys.argv[1])"


def ask(client: httpx.Client, url: str) -> set[int]:
    """Give an address in each text of a path or a query, and in each header; give the statuses."""
    gets = [operation for operation in operations() if operation.method == "GET"]
    # Once of each resource: its list, its export and its statistics read the same filters.
    named = {
        (each.path.split("/")[2], one): each
        for each in reversed(gets)
        for one in each.parameters
        if one.type == "string"
    }
    statuses = {client.get(each.given(one, url)).status_code for (_, one), each in named.items()}
    return statuses | {client.get("/v1/treaties", headers={name: url}).status_code for name in HEADERS}


def ask_as_a_proxy(base: str, url: str) -> None:
    """Ask for what lies elsewhere, as of a proxy."""
    host, port = base.removeprefix("http://").split(":")
    there = url.removeprefix("http://").partition("/")[0]
    for target in (f"GET {url}", f"CONNECT {there}", f"GET //{there}/x"):
        with socket.create_connection((host, int(port)), timeout=10) as client:
            client.sendall(f"{target} HTTP/1.1\r\nHost: {there}\r\nConnection: close\r\n\r\n".encode())
            while client.recv(2**16):
                pass


def write(client: httpx.Client, url: str) -> None:
    """Write records that hold an address wherever they hold words."""
    texts = dict.fromkeys(("title", "publisher", "author", "url", "licence"), url)
    source = client.put(f"/v1/sources/new?{urlencode({'reason': url})}", json={"kind": "article", **texts})
    assert source.status_code == 201, source.text
    cited = [{"source": "new", "locator": url}]
    words = dict.fromkeys(("title", "short_title", "place", "gist"), url)
    treaty = {"kind": "treaty", "signed": "2020-05", "subjects": [url], "citations": cited, **words}
    written = client.put("/v1/treaties/new", json=treaty)
    assert written.status_code == 201, written.text
    for odd in ({"$ref": url}, url, {**treaty, "citations": url}, {**treaty, "$schema": url}):
        assert client.put("/v1/treaties/odd", json=odd).status_code == 422


def uploads(url: str) -> list[tuple[dict[str, Any], bytes, dict[str, str]]]:
    """Give files that name an address, with their parameters and headers: a table, and XML that asks for more."""
    xml = f'<!DOCTYPE t SYSTEM "{url}" [<!ENTITY % p SYSTEM "{url}"> %p; <!ENTITY e SYSTEM "{url}">]><t>&e;</t>'
    table = f"reporter,partner,period,value,note\n{url},BLR,2020,1,{url}\n".encode()
    columns = [f"{name}={name}" for name in ("reporter", "partner", "period", "value")]
    layout: dict[str, Any] = {"column": columns, "set": ["indicator=goods-trade", "flow=export", "source=called"]}
    layout |= dict.fromkeys(("source_title", "source_url", "publisher", "licence"), url) | {"country": f"{url}=ARM"}
    return [
        ({"format": "trade-csv", "filename": "a.csv", **layout}, table, CSV),
        ({"format": "tota"}, zipped([("xml/pta_1.xml", xml.encode())]), ZIP),
    ]


def send(client: httpx.Client, url: str) -> list[dict[str, Any]]:
    """Import these files, one after the other, and give the jobs."""
    jobs = []
    for given, content, headers in uploads(url):
        answer = client.post("/v1/imports", params={**given, "reason": url}, content=content, headers=headers)
        assert answer.status_code == 202, answer.text
        while (job := client.get(answer.headers["location"]).json())["status"] == "running":
            time.sleep(0.02)
        jobs.append(job)
    return jobs


def test_the_server_calls_nobody_but_its_database(lean: str, tmp_path: Path) -> None:
    hook = Hook(tmp_path)
    secret = key(lean, KeyScope.WRITE, KeyScope.IMPORT)
    with (
        listener() as listening,
        serving(lean, PYTHONPATH=hook.path) as base,
        httpx.Client(base_url=base, timeout=30) as client,
    ):
        assert ask(client, listening.url) >= {200, 422}
        ask_as_a_proxy(base, listening.url)
        client.headers["X-API-Key"] = secret
        write(client, listening.url)
        jobs = send(client, listening.url)
    watched, calls = hook.told()
    assert sum("seed.job" in process for process in watched) == len(jobs)
    assert any("serve" in process for process in watched)
    # The driver of PostgreSQL calls the database by itself, not by Python's sockets.
    assert calls == []
    assert listening.came == 0


def test_a_process_that_calls_somebody_is_noticed(tmp_path: Path) -> None:
    hook = Hook(tmp_path)
    with listener() as listening:
        # Nobody answers: that is no success, but a call.
        caller = [sys.executable, "-c", CALL, listening.url]
        assert subprocess.run(caller, env=os.environ | {"PYTHONPATH": hook.path}, capture_output=True).returncode  # noqa: S603
    watched, calls = hook.told()
    assert len(watched) == 1
    assert {call.split()[0] for call in calls} == {"urllib.Request", "socket.getaddrinfo", "socket.connect"}
    assert listening.came == 1
