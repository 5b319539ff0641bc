"""A network of hosts on this machine, one for each node of a cluster, and what may befall a host."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.cluster import NODES, Cluster, Host

BRIDGE, NETWORK = "entente", "10.78.93"
GATEWAY = Host(f"{NETWORK}.254")
"""Where whoever has no host of its own is reached from them."""


def can_be_made() -> bool:
    """Tell whether there may be a network: its spaces are for root alone."""
    return os.getuid() == 0 and shutil.which("ip") is not None


def _ip(command: str, check: bool = True) -> None:
    subprocess.run(["ip", *command.split()], check=check, capture_output=True, timeout=10)  # noqa: S603, S607


@contextmanager
def network() -> Iterator[dict[str, Host]]:
    """Make a network, and give a host for each node; all reach `GATEWAY`."""
    hosts = {}
    try:
        _ip(f"link add {BRIDGE} type bridge")
        _ip(f"addr add {GATEWAY.address}/24 dev {BRIDGE}")
        _ip(f"link set {BRIDGE} up")
        for number, name in enumerate(NODES, 1):
            space, inner, outer = f"{BRIDGE}-{name}", f"{BRIDGE}-i{name}", _cable(name)
            host = hosts[name] = Host(f"{NETWORK}.{number}", ("ip", "netns", "exec", space))
            _ip(f"netns add {space}")
            _ip(f"link add {inner} netns {space} type veth peer name {outer}")
            _ip(f"link set {outer} master {BRIDGE} up")
            _ip(f"-n {space} addr add {host.address}/24 dev {inner}")
            _ip(f"-n {space} link set {inner} up")
            _ip(f"-n {space} link set lo up")
        yield hosts
    finally:
        for name in NODES:
            _ip(f"link del {_cable(name)}", check=False)
            _ip(f"netns del {BRIDGE}-{name}", check=False)
        _ip(f"link del {BRIDGE}", check=False)


def _cable(name: str) -> str:
    return f"{BRIDGE}-{name}"


def family(*processes: int) -> list[int]:
    """Give processes, and all that they and those have started."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], check=True, capture_output=True, timeout=10)  # noqa: S607
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    found = list(processes)
    for one in found:
        found += [process for process, parent in pairs if parent == one and process not in found]
    return found


def signalled(cluster: Cluster, name: str, number: signal.Signals) -> None:
    """Send a signal to all processes of a node: its agent, its server, and the children of both."""
    for process in family(cluster.processes[name].pid, cluster.postmaster(name)):
        try:
            os.kill(process, number)
        except ProcessLookupError:
            continue


@contextmanager
def killed(cluster: Cluster, name: str) -> Iterator[None]:
    """Lose a host, and start it again."""
    signalled(cluster, name, signal.SIGKILL)
    cluster.processes[name].wait()
    yield
    cluster.node(name)


@contextmanager
def frozen(cluster: Cluster, name: str) -> Iterator[None]:
    """Stop a host without ending anything, and let it go on."""
    signalled(cluster, name, signal.SIGSTOP)
    try:
        yield
    finally:
        signalled(cluster, name, signal.SIGCONT)


@contextmanager
def cut_off(_cluster: Cluster, name: str) -> Iterator[None]:
    """Cut a host off from all others, and connect it again."""
    _ip(f"link set {_cable(name)} down")
    try:
        yield
    finally:
        _ip(f"link set {_cable(name)} up")


@contextmanager
def without_etcd(cluster: Cluster, _name: str) -> Iterator[None]:
    """Stop what the nodes agree by, and let it go on."""
    process = cluster.processes["etcd"]
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)
