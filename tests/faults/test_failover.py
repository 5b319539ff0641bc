"""A primary that crashes, or hands over, while clients read and write at a steady rate."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster, cluster, missing
from tests.faults.readers_and_writers import Traffic, lost, served

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def whole() -> Iterator[Cluster]:
    """A cluster, where its programs are there."""
    if lacking := missing():
        pytest.skip(f"no cluster can be made here: {lacking} missing")
    with tempfile.TemporaryDirectory(prefix="entente-cluster-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)  # noqa: S103
        with cluster(Path(name)) as made:
            yield made


def test_a_crashed_primary_is_invisible(whole: Cluster, tmp_path: Path) -> None:
    with served(whole, tmp_path) as (base, key):
        with Traffic(base, key) as traffic:
            for fault in (*[whole.crash] * 3, whole.switch, *[whole.crash] * 2, whole.switch):
                time.sleep(3)
                fault()
                time.sleep(6)
                whole.whole()
            time.sleep(3)
        missed = lost(base, traffic)
    failed = [done for done in traffic.done if done.status not in (200, 201)]
    reads, writes = ([done.took for done in traffic.of(method)] for method in ("GET", "PUT"))
    print(f"{len(traffic.done)} requests; slowest reads {sorted(reads)[-5:]}, writes {sorted(writes)[-5:]}")  # noqa: T201
    assert not failed
    assert max(reads) < 1
    assert len(traffic.acknowledged()) > 500
    assert not missed
