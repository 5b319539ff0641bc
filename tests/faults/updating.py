"""What each process does that adds one, again and again; it imports little, so that it begins at once."""

import time
from collections import Counter
from typing import Any

import httpx
import sqlalchemy as sa

from models import Treaty
from models.base import columns
from models.database import writing

ID, treaty = "counted", columns(Treaty)


def directly(url: str, seconds: float) -> Counter[str]:
    """Add one, again and again, in transactions; count how it went."""
    done, end = Counter[str](), time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with writing(url) as connection:
                number = int(connection.scalar(sa.select(treaty.c.title).where(treaty.c.id == ID)) or "")
                connection.execute(sa.update(treaty).where(treaty.c.id == ID).values(title=str(number + 1)))
            done["taken"] += 1
        except sa.exc.SQLAlchemyError as error:
            done[f"failed: {error}"] += 1
    return done


def over_http(base: str, key: str, record: dict[str, Any], seconds: float) -> Counter[str]:
    """Add one, again and again: to what was read, and anew where that has changed; count how it went."""
    done, end = Counter[str](), time.monotonic() + seconds
    with httpx.Client(base_url=base, headers={"X-API-Key": key}, timeout=30) as client:
        while time.monotonic() < end:
            read = client.get(f"/v1/treaties/{ID}")
            changed = record | {"title": str(int(read.json()["title"]) + 1)}
            answer = client.put(f"/v1/treaties/{ID}", json=changed, headers={"If-Match": read.headers["etag"]})
            if answer.status_code == 503:
                time.sleep(float(answer.headers["retry-after"]))
            done[{200: "taken", 412: "again", 503: "busy"}.get(answer.status_code, answer.text)] += 1
    return done
