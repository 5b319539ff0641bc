"""Sets up a run: databases, questions, servers that are up and give the right rows, and the bytes of hot answers."""

import json
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from models.database import reading
from tests.bench.check import check, check_export
from tests.bench.contenders import BARE, COLD, HOT, OURS, TENTH, Contender, bare, ours, peers
from tests.bench.deep import DEPTH, pages
from tests.bench.report import say
from tests.bench.servers import Server, fetch, serving
from tests.bench.store import databases
from tests.bench.workloads import Ask, exported, questions

SAMPLE = 5
"""Questions of each kind that are checked."""

GROWING = ("item", "list", "pair", "first")
"""Kinds of questions that are also asked of a database with a tenth of the observations."""

OWN = ("date", "server", "connection", "transfer-encoding")
"""Headers that a server writes itself."""


class Stage:
    """The servers that are up, by name, and what they are asked, by kind: `asks`, and `tenth` of the smaller database.

    `exported` has the MB of memory that the first export took from each.
    """

    def __init__(self, options: Namespace, stack: ExitStack, url: str, core: int | None) -> None:
        self.options, self.stack, self.url, self.core = options, stack, url, core
        self.folder = Path(stack.enter_context(TemporaryDirectory(prefix="entente-bench-")))
        self.servers: dict[str, Server] = {}
        self.contenders: dict[str, Contender] = {}
        self.asks: dict[str, list[Ask]] = {}
        self.tenth: dict[str, list[Ask]] = {}
        self.exported: dict[str, float] = {}
        self.etag = ""

    @property
    def kinds(self) -> list[str]:
        """The kinds of questions that are asked cold: those named, and those that comparisons need."""
        only = self.options.only
        needed = {*only, *(GROWING if "growth" in only else ()), *(("first",) if "deep" in only else ())}
        return [kind for kind in (*COLD, "first", "deep") if kind in needed]

    @property
    def hot_kinds(self) -> list[str]:
        """The kinds of questions that are asked hot: those that are asked cold, else all."""
        return [kind for kind in COLD if kind in self.options.only] or [*COLD]

    def start(self, name: str, contender: Contender) -> Server:
        """Start a server, which stops when the stack is left."""
        say(f"Starting {name}.")
        server = serving(name, contender.command, contender.environment, self.core)
        self.contenders[name], self.servers[name] = contender, self.stack.enter_context(server)
        return self.servers[name]

    def ask(self, url: str, server: Server, depth: int) -> dict[str, list[Ask]]:
        """Choose the questions for a database; those for pages are cursors that its server gives."""
        say(f"Choosing questions for {server.name}.")
        with reading(url) as connection:
            asks = questions(connection) | {"export": [Ask("export", {"reporter": ",".join(exported(connection))})]}
        return asks | (pages(server, depth) if {"first", "deep"} & {*self.kinds} else {})

    def check(self) -> None:
        """Compare what everybody answers with what the same SQL gives."""
        with reading(self.url) as connection:
            for name, contender in self.contenders.items():
                say(f"Checking the rows of {name}.")
                for kind in self.kinds:
                    if kind in contender.kinds:
                        check(connection, self.servers[name], contender, self.asks[kind][:SAMPLE])
                if "export" in contender.kinds and "export" in self.options.only:
                    ask = self.asks["export"][0]
                    self.exported[name] = check_export(connection, self.servers[name], contender, ask)

    def capture(self) -> Path:
        """Write the hot answers of ours to a file, `{path: [status, headers, body]}`, and keep the ETag of one."""
        server, found = self.servers[HOT], {}
        for kind in {*self.hot_kinds, "pair"}:
            path = self.contenders[HOT].path(self.asks[kind][0])
            status, headers, body = fetch(server.port, path)
            kept = [(name.lower(), value) for name, value in headers if name.lower() not in OWN]
            found[path] = (status, kept, body.decode())
            self.etag = dict(kept)["etag"] if kind == "pair" else self.etag
        file = self.folder / "answers.json"
        file.write_text(json.dumps(found))
        return file


def prepared(options: Namespace, stack: ExitStack, core: int | None) -> Stage:
    """Bring everything up that a run needs; it goes down with the stack."""
    make = stack.enter_context(databases(options.database, options.data))
    stage = Stage(options, stack, make(options.observations), core)
    server = stage.start(OURS, ours(stage.url, ENTENTE_CACHE_SIZE="0"))
    stage.asks = stage.ask(stage.url, server, min(DEPTH, options.observations // 2))
    for name, peer in peers(options.venv, stage.url).items():
        if name in options.peers:
            stage.start(name, peer)
    stage.check()
    if "growth" in options.only:
        url = make(options.observations // 10)
        stage.tenth = stage.ask(url, stage.start(TENTH, ours(url, GROWING, ENTENTE_CACHE_SIZE="0")), 0)
    if {"hot", "304"} & {*options.only}:
        stage.start(HOT, ours(stage.url, ()))
        stage.start(BARE, bare(options.venv, stage.url, stage.capture()))
    return stage
