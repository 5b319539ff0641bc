"""A cluster of three PostgreSQL nodes on this machine: Patroni and etcd choose the primary, HAProxy leads there."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from models.settings import ROOT

BINARIES = Path("/usr/lib/postgresql/15/bin")
PATRONI = ROOT / ".venv-faults" / "bin" / "patroni"
NODES = ("n1", "n2", "n3")
USER = "postgres"
"""Who the nodes run as: PostgreSQL refuses to be root."""
DEMOTED = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups") if os.getuid() == 0 else ()

HAPROXY = """
global
    maxconn 500
defaults
    mode tcp
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    timeout check 2s
"""
LISTEN = """
listen {name}
    bind 127.0.0.1:{port}
    balance roundrobin
    option httpchk OPTIONS {check}
    http-check expect status 200
    default-server inter 1s {sooner} fall 2 rise 1 on-marked-down shutdown-sessions
"""


def missing() -> str:
    """Say what is not there that a cluster needs; `` where all is there."""
    wanted = {"etcd": shutil.which("etcd"), "haproxy": shutil.which("haproxy"), "PostgreSQL 15": BINARIES.exists()}
    wanted |= {"Patroni (make .venv-faults/done)": PATRONI.exists(), "setpriv": shutil.which("setpriv")}
    return ", ".join(name for name, there in wanted.items() if not there)


def ports(count: int) -> list[int]:
    """Find ports that nobody listens on."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return found


def until(done: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for something.

    Raises AssertionError where it does not come in time.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if done():
                return
        except (httpx.HTTPError, OSError, ValueError):
            pass
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come in {seconds} s")


class Host(NamedTuple):
    """Where a node runs: its address, and what a command that is to run there begins with."""

    address: str = "127.0.0.1"
    within: tuple[str, ...] = ()


HERE = Host()
TOGETHER = dict.fromkeys(NODES, HERE)
"""All nodes on this machine itself."""


class Cluster:
    """Its processes, by name, and the ports by which they are reached."""

    def __init__(self, folder: Path, hosts: Mapping[str, Host] = TOGETHER, here: Host = HERE) -> None:
        self.folder, self.hosts, self.here = folder, hosts, here
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        etcd, peer, self.write, self.read, *rest = ports(4 + 2 * len(NODES))
        self.etcd, self.peer = f"http://{here.address}:{etcd}", f"http://{here.address}:{peer}"
        self.ports = dict(zip(NODES, zip(rest[::2], rest[1::2], strict=True), strict=True))

    def run(self, name: str, *command: object) -> None:
        """Start a process in a group of its own, as nobody special."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(  # noqa: S603
                [*self.hosts.get(name, HERE).within, *DEMOTED, *map(str, command)],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            )

    def start(self) -> None:
        """Start everything, and wait until a primary has two replicas."""
        if os.getuid() == 0:
            shutil.chown(self.folder, USER, USER)
        urls = ("--listen-client-urls", self.etcd, "--advertise-client-urls", self.etcd)
        peers = ("--listen-peer-urls", self.peer, "--initial-advertise-peer-urls", self.peer)
        self.run("etcd", "etcd", "--data-dir", "etcd", *urls, *peers, "--initial-cluster", f"default={self.peer}")
        for name in NODES:
            (self.folder / f"{name}.yml").write_text(json.dumps(self.configuration(name)))
            self.node(name)
            until(lambda name=name: self.is_up(name), 60, name)  # type: ignore[misc]
        (self.folder / "haproxy.cfg").write_text(self.proxy())
        self.run("haproxy", "haproxy", "-f", "haproxy.cfg", "-db")
        until(lambda: self.healthy() == len(NODES), 60, "a whole cluster")
        # It takes all for up until it has asked them twice: writers would come to a replica.
        until(lambda: self.down() == len(NODES), 60, "what HAProxy knows of its nodes")

    def down(self) -> int:
        """Count what HAProxy has found out: two that are no primary, one that is no replica."""
        return (self.folder / "haproxy.log").read_text().count(" is DOWN")

    def node(self, name: str) -> None:
        """Start a node."""
        self.run(name, PATRONI, f"{name}.yml")

    def configuration(self, name: str) -> dict[str, Any]:
        """Say what a node is; JSON is YAML."""
        (rest, port), at = self.ports[name], self.hosts[name].address
        known = {f"{host.address}/32" for host in (*self.hosts.values(), self.here)}
        addresses = [f"host {kind} {one} trust" for one in known for kind in ("all all", "replication all")]
        shared = {"wal_log_hints": "on", "max_wal_senders": 10, "max_replication_slots": 10, "max_connections": 100}
        agreed = {
            **{"ttl": 20, "loop_wait": 2, "retry_timeout": 3, "maximum_lag_on_failover": 1048576},
            **{"synchronous_mode": True, "failsafe_mode": True, "primary_start_timeout": 0},
            "postgresql": {"use_pg_rewind": True, "use_slots": True, "parameters": shared},
        }
        return {
            "scope": "entente",
            "name": name,
            "restapi": {"listen": f"{at}:{rest}", "connect_address": f"{at}:{rest}"},
            "etcd3": {"host": self.etcd.removeprefix("http://")},
            "bootstrap": {
                "dcs": agreed,
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"],
                "pg_hba": [*addresses, "local all all trust"],
            },
            "postgresql": {
                **{"listen": f"{at}:{port}", "connect_address": f"{at}:{port}", "bin_dir": str(BINARIES)},
                **{"data_dir": f"{self.folder}/{name}", "pgpass": f"{self.folder}/{name}.pgpass"},
                "authentication": {kind: {"username": USER} for kind in ("superuser", "replication", "rewind")},
                "parameters": {
                    "unix_socket_directories": str(self.folder),
                    "shared_buffers": "64MB",
                    "wal_keep_size": "1GB",
                },
                "pg_hba": [*addresses, "local all all trust"],
            },
        }

    def proxy(self) -> str:
        """Say where HAProxy leads: writers to the primary, readers to replicas that are not far behind."""
        # As in deploy/haproxy.cfg: who has just become the primary is looked for sooner.
        sooner = "fastinter 500ms downinter 500ms"
        kinds = (("write", self.write, "/primary", sooner), ("read", self.read, "/replica?lag=16MB", ""))
        servers = [
            f"    server {name} {self.hosts[name].address}:{port} check port {rest}"
            for name, (rest, port) in self.ports.items()
        ]
        listens = [
            LISTEN.format(name=name, port=port, check=check, sooner=sooner) + "\n".join(servers) + "\n"
            for name, port, check, sooner in kinds
        ]
        return HAPROXY + "".join(listens)

    def ask(self, name: str, path: str, method: str = "GET", **given: Any) -> httpx.Response:
        """Ask the agent of a node."""
        address = f"http://{self.hosts[name].address}:{self.ports[name][0]}"
        return httpx.request(method, f"{address}/{path}", timeout=20, **given)

    def is_up(self, name: str) -> bool:
        """Tell whether a node serves."""
        return self.ask(name, "health").status_code == 200

    def healthy(self) -> int:
        """Count the nodes that serve, one of them as the primary and one beside it in step."""
        members = self.ask(next(n for n in NODES if self.processes[n].poll() is None), "cluster").json()["members"]
        roles = [member["role"] for member in members if member["state"] in ("running", "streaming")]
        return len(roles) if {"leader", "sync_standby"} <= set(roles) else 0

    def primary(self) -> str:
        """Give the name of the primary."""
        return next(name for name in NODES if self.ask(name, "primary").status_code == 200)

    def postmaster(self, name: str) -> int:
        """Give the process of a node's server."""
        return int((self.folder / name / "postmaster.pid").read_text().split()[0])

    def crash(self) -> None:
        """Kill the server of the primary."""
        os.kill(self.postmaster(self.primary()), signal.SIGKILL)

    def switch(self) -> None:
        """Make another node the primary, as planned."""
        answer = self.ask(name := self.primary(), "switchover", "POST", json={"leader": name})
        assert answer.status_code == 200, answer.text

    def whole(self) -> None:
        """Wait until all nodes serve again."""
        until(lambda: self.healthy() == len(NODES), 60, "a whole cluster")

    def url(self, port: int, name: str = "postgres") -> str:
        """Give the URL of a database by way of a port of HAProxy."""
        return f"postgresql://{USER}@127.0.0.1:{port}/{name}"

    def stop(self, names: Sequence[str] = ("haproxy", *NODES, "etcd")) -> None:
        """End processes, with all that they have started."""
        for name in names:
            if (process := self.processes.get(name)) is None:
                continue
            if name in NODES and (self.folder / name / "postmaster.pid").exists():
                # Patroni starts its server in a group of its own.
                _kill(self.postmaster(name))
            _kill(process.pid)
            process.wait()


def _kill(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(os.getpgid(group), signal.SIGKILL)


@contextmanager
def cluster(folder: Path, hosts: Mapping[str, Host] = TOGETHER, here: Host = HERE) -> Iterator[Cluster]:
    """Run a cluster in a folder that everybody may enter."""
    made = Cluster(folder, hosts, here)
    try:
        made.start()
        yield made
    finally:
        made.stop()
