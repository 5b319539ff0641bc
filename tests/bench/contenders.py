"""Who is measured: how each is started, and where it is asked."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from models.engines import is_sqlite
from tests.bench import paths
from tests.bench.workloads import Ask

OURS, HOT, TENTH = "entente", "entente, with its cache", "entente, a tenth of the rows"
"""Entente as it is asked cold, without its cache; with it; and over a smaller database."""
BARE, LOOP = "bare", "sql"
"""The limits: a server that makes nothing, and answers without a server."""
PEERS = ("datasette", "drf", "tutorial", "litestar", LOOP)
COLD = ("item", "list", "pair", "sums", "top", "search")


class Contender(NamedTuple):
    """A server: the command that starts it on a port, its environment, and its addresses."""

    command: Callable[[int], list[str]]
    path: Callable[[Ask], str]
    environment: dict[str, str]
    kinds: tuple[str, ...] = COLD


def uvicorn(venv: Path, module: str, workers: int, port: int) -> list[str]:
    """Give the command that serves an ASGI application as fast as uvicorn can."""
    fast = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    server = [str(venv / "bin" / "uvicorn"), f"tests.bench.peers.{module}:app"]
    return [*server, "--port", str(port), "--workers", str(workers), *fast]


def gunicorn(venv: Path, module: str, workers: int, port: int) -> list[str]:
    """Give the command that serves a WSGI application with threads."""
    server = [str(venv / "bin" / "gunicorn"), f"tests.bench.peers.{module}:application"]
    fast = ["--worker-class", "gthread", "--workers", str(workers), "--threads", "4", "--log-level", "warning"]
    return [*server, "--bind", f"127.0.0.1:{port}", *fast]


def workers_on(url: str) -> int:
    """Give the processes that each server has: two where a database beside them does a part of the work."""
    return 1 if is_sqlite(url) else 2


def peers(venv: Path, url: str) -> dict[str, Contender]:
    """Give the peers that work on a database."""
    sqlite, workers, environment = is_sqlite(url), workers_on(url), {"DATABASE_URL": url}
    found = {
        "datasette": Contender(
            partial(uvicorn, venv, "datasette_app", workers),
            partial(paths.datasette, database=Path(url).stem),
            environment,
            (*COLD, "export"),
        ),
        "drf": Contender(partial(gunicorn, venv, "rest_framework", workers), paths.plain, environment),
        "tutorial": Contender(partial(uvicorn, venv, "tutorial", workers), paths.plain, environment),
        "litestar": Contender(
            partial(uvicorn, venv, "litestar_app", workers),
            paths.plain,
            environment,
            (*COLD, "first", "deep", *(("export",) if sqlite else ())),
        ),
    }
    return {name: peer for name, peer in found.items() if sqlite or name != "datasette"}


def ours(url: str, kinds: tuple[str, ...] = (*COLD, "first", "deep", "export"), **environment: str) -> Contender:
    """Give Entente on a database, without limits and a log of requests, as its peers; its environment has its port."""
    command = [str(Path(sys.executable).with_name("entente")), "serve"]
    variables = {"DATABASE_URL": url, "ENTENTE_WORKERS": str(workers_on(url)), "ENTENTE_LOG_LEVEL": "warning"}
    variables |= {"ENTENTE_RATE_LIMIT": "", "ENTENTE_RATE_LIMIT_KEY": ""}
    return Contender(lambda port: ["env", f"ENTENTE_PORT={port}", *command], paths.ours, variables | environment, kinds)


def bare(venv: Path, url: str, answers: Path) -> Contender:
    """Give the application that sends captured answers of ours, at the same addresses, with as many workers."""
    return Contender(partial(uvicorn, venv, "bare", workers_on(url)), paths.ours, {"BENCH_ANSWERS": str(answers)}, ())
