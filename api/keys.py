"""Who asks: the key of a request, looked up in the database each time, so that a revoked one stops at once."""

import hmac
from datetime import UTC, datetime
from typing import NamedTuple

import sqlalchemy as sa
from starlette.types import Scope

from api.caching import header
from api.problems import Problem
from models.api_key import FORM, ApiKey, KeyScope, hashed
from models.base import columns
from models.database import answering

HEADER = b"x-api-key"
KEYS = columns(ApiKey)
NOBODY = hashed("")
"""What the secret of an unknown key is compared with: the hash of what no key has as its secret."""


class Caller(NamedTuple):
    """The holder of a valid key."""

    key: str
    name: str
    scopes: frozenset[KeyScope]

    @property
    def actor(self) -> str:
        """What revisions and logs call it."""
        return f"key:{self.key}"


def caller(scope: Scope, wanted: KeyScope) -> Caller:
    """Give who sends a request, if they may do what they want; waits for the database.

    Raises Problem: `unauthorized` without a valid key, and `forbidden` where it is not good for this.
    """
    sent = header(scope, HEADER)
    if not sent:
        raise _unauthorized("This needs a key: send yours as the header `X-API-Key`.")
    found = holder(sent)
    if found is None:
        raise _invalid()
    note(scope, found.key)
    if wanted not in found.scopes:
        raise Problem("forbidden", f"This needs a key with the scope `{wanted}`.")
    return found


def note(scope: Scope, key: str) -> None:
    """Have the log say whose request it is."""
    scope.setdefault("notes", {})["key"] = key


def holder(key: str) -> Caller | None:
    """Give whose key it is, as of now; nobody's where it is malformed, unknown, wrong or revoked.

    The id finds the row, and is no secret. The hash of the secret is compared in constant time, with one of nothing
    where there is no such id: both take the same path.
    """
    form = FORM.fullmatch(key)
    if form is None:
        return None
    id, secret = form.groups()
    with answering() as connection:
        row = connection.execute(sa.select(KEYS).where(KEYS.c.id == id)).first()
    same = hmac.compare_digest(hashed(secret), row.hash if row else NOBODY)
    if row is None or not same or row.revoked_at is not None:
        return None
    return Caller(row.id, row.name, frozenset(map(KeyScope, row.scopes.split())))


def used(connection: sa.Connection, caller: Caller) -> None:
    """Record in a transaction that writes that it was the holder of a key who did.

    Raises Problem `unauthorized` where the key has been revoked while the request waited to write.
    """
    still = sa.update(KEYS).where(KEYS.c.id == caller.key, KEYS.c.revoked_at.is_(None))
    if not connection.execute(still.values(last_used_at=datetime.now(UTC))).rowcount:
        raise _invalid()


def _invalid() -> Problem:
    return _unauthorized("The key is not valid. Check that it was sent whole, or ask for another.")


def _unauthorized(detail: str) -> Problem:
    return Problem("unauthorized", detail, WWW_Authenticate='ApiKey realm="entente"')
