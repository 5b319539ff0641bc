"""A host of the primary that is lost, frozen or cut off while clients read and write at a steady rate."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.faults.cluster import HERE, TOGETHER, Cluster, cluster, missing
from tests.faults.hosts import GATEWAY, can_be_made, cut_off, frozen, killed, network, without_etcd
from tests.faults.readers_and_writers import Traffic, lost, served

pytestmark = pytest.mark.faults

GAP = 25
"""Seconds without a write at most: the nodes wait 20 (`ttl`) before they take a host for lost."""

Fault = Callable[[Cluster, str], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def whole() -> Iterator[Cluster]:
    """A cluster, where its programs are there; each node on a host of its own, where there may be such."""
    if lacking := missing():
        pytest.skip(f"no cluster can be made here: {lacking} missing")
    with tempfile.TemporaryDirectory(prefix="entente-hosts-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)  # noqa: S103
        if not can_be_made():
            with cluster(Path(name), TOGETHER, HERE) as made:
                yield made
            return
        with network() as hosts, cluster(Path(name), hosts, GATEWAY) as made:
            yield made


@pytest.fixture(scope="module")
def server(whole: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server on the cluster, and a key."""
    with served(whole, tmp_path_factory.mktemp("served")) as made:
        yield made


@pytest.mark.parametrize(
    ("fault", "seconds", "gap"),
    [(killed, 24, GAP), (frozen, 32, GAP), (cut_off, 26, GAP), (without_etcd, 35, 2)],
    ids=["killed", "frozen", "cut off", "etcd frozen"],
)
def test_the_host_of_the_primary(whole: Cluster, server: tuple[str, str], fault: Fault, seconds: int, gap: int) -> None:
    if fault is cut_off and whole.here is HERE:
        pytest.skip("a network of hosts is for root alone, and needs `ip`")
    base, key = server
    with Traffic(base, key, fault.__name__.replace("_", "-")) as traffic:
        time.sleep(3)
        with fault(whole, whole.primary()):
            time.sleep(seconds)
        whole.whole()
        time.sleep(8)
    missed = lost(base, traffic)
    unread = [done for done in traffic.of("GET") if done.status != 200]
    unmade = [done for done in traffic.of("PUT") if done.status not in (200, 201)]
    slowest = [max(done.took for done in traffic.of(method)) for method in ("GET", "PUT")]
    print(  # noqa: T201
        f"{fault.__name__}: {len(traffic.done)} requests, {len(traffic.acknowledged())} writes made, none for "
        f"{traffic.gap():.1f} s, {len(unmade)} sent again; slowest read {slowest[0]:.2f} s, write {slowest[1]:.2f} s; "
        f"{len(unread)} reads failed; {len(missed)} writes lost"
    )
    assert not missed
    assert not unread
    assert {(done.status, bool(done.again)) for done in unmade} <= {(503, True)}
    assert len(traffic.acknowledged()) > 300
    assert traffic.gap() <= gap
