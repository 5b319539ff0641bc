"""What is run in each round: one job for each workload and contender, those to be compared next to each other."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from tests.bench.contenders import BARE, HOT, LOOP, OURS, TENTH
from tests.bench.drive import Load, Run, drive, loop
from tests.bench.export import Export, export
from tests.bench.stage import Stage
from tests.bench.workloads import Ask

CROWD = Load(connections=64)


class Job(NamedTuple):
    """A workload for a contender; `run` takes the share of its questions to begin at."""

    workload: str
    contender: str
    run: Callable[[float], Run | Export]


def jobs(stage: Stage) -> Iterator[Job]:
    """Give the jobs of one round."""
    only = stage.options.only
    for kind in stage.kinds:
        yield from cold(stage, kind)
    if "crowd" in only:
        yield driven(stage, "pair, crowd", OURS, OURS, stage.asks["pair"], CROWD)
    if "hot" in only:
        for kind in stage.hot_kinds:
            yield from hot(stage, f"{kind}, hot", kind, Load())
    if "304" in only:
        yield from hot(stage, "pair, 304", "pair", Load(etag=stage.etag))
    if "export" in only:
        yield from exports(stage)


def driven(stage: Stage, workload: str, contender: str, server: str, asks: Sequence[Ask], load: Load) -> Job:
    """Give the job that drives a server with some questions."""
    file = stage.folder / f"{workload}-{server}".replace(" ", "-")
    file.write_text("".join(f"{stage.contenders[server].path(ask)}\n" for ask in asks))
    return Job(workload, contender, partial(drive, stage.servers[server], file, load, stage.options.seconds))


def cold(stage: Stage, kind: str) -> Iterator[Job]:
    """Ask everybody many different questions; ours keeps no answers."""
    for name, contender in stage.contenders.items():
        if kind in contender.kinds:
            asks = stage.tenth if name == TENTH else stage.asks
            yield driven(stage, kind, name, name, asks[kind], Load())
    if LOOP in stage.options.peers:
        file = stage.folder / f"{kind}-{LOOP}"
        file.write_text("".join(f"{json.dumps(ask)}\n" for ask in stage.asks[kind]))
        seconds, core = stage.options.seconds, stage.core
        yield Job(kind, LOOP, lambda _share: loop(stage.options.venv, file, stage.url, seconds, core))


def hot(stage: Stage, workload: str, kind: str, load: Load) -> Iterator[Job]:
    """Ask one question again and again; the bare application has the bytes of the answer."""
    for contender, server in ((OURS, HOT), (BARE, BARE)):
        yield driven(stage, workload, contender, server, stage.asks[kind][:1], load)


def exports(stage: Stage) -> Iterator[Job]:
    """Read one long export from those that have one."""
    for name, contender in stage.contenders.items():
        if "export" in contender.kinds:
            path = contender.path(stage.asks["export"][0])
            yield Job("export", name, partial(export, stage.servers[name], path, stage.exported[name]))
