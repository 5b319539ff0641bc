"""An app with operations that need a key and do nothing else, and what they log."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.testclient import TestClient

from api.audit import Audit
from api.keys import caller, used
from api.main import Entente, create_app
from models.api_key import KeyScope
from models.database import writing
from seed.keys import create
from seed.logs import formatter


@cache
def guarded() -> Entente:
    """Make an app with an operation for each scope, and one that fails in words of its sender; it has no limits."""
    made = create_app()
    made.limits = None

    @made.put("/v1/{scope}/{id}")
    def put(request: Request, scope: KeyScope, id: str) -> dict[str, str]:
        who = caller(request.scope, scope)
        with writing() as connection:
            used(connection, who)
        return {"actor": who.actor, "name": who.name, "id": id}

    @made.post("/v1/fail/{words}")
    def fail(words: str) -> None:
        raise RuntimeError(words)

    made.audit = Audit(made)
    return made


def client() -> TestClient:
    """Give a client of that app."""
    return TestClient(guarded(), raise_server_exceptions=False)


def key(*scopes: KeyScope, name: str = "a test") -> str:
    """Make a key in the database of the settings."""
    with writing() as connection:
        return create(connection, name, scopes)


def sent(key: str) -> dict[str, str]:
    """Give the header of a key."""
    return {"X-API-Key": key}


@contextmanager
def logged() -> Iterator[list[str]]:
    """Gather the lines of the log, as the settings have them written."""
    lines: list[str] = []

    class Gather(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler, root = Gather(), logging.getLogger()
    handler.setFormatter(formatter())
    audit = logging.getLogger("entente.audit")
    level = audit.level
    audit.setLevel(logging.INFO)
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        audit.setLevel(level)


def audited(lines: list[str]) -> list[dict[str, Any]]:
    """Read the lines about requests, without what differs each time."""
    found = [json.loads(line) for line in lines]
    return [line for line in found if line["logger"] == "entente.audit"]
