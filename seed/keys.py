"""The command `entente keys`: makes keys, lists them, and ends them."""

import secrets
import string
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import sqlalchemy as sa
import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from models.api_key import ApiKey, KeyScope, hashed
from models.base import columns
from models.database import reading, writing

app = typer.Typer(no_args_is_help=True, help="Make, list and revoke the keys that may write.")
out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
KEYS = columns(ApiKey)
LETTERS = string.ascii_lowercase + string.digits


def create(connection: sa.Connection, name: str, scopes: Iterable[KeyScope]) -> str:
    """Make a key, and give it as its holder needs it: this is the only time that anybody can.

    Raises ValidationError on a name that is empty, too long, or not printable.
    """
    id, secret = "".join(secrets.choice(LETTERS) for _ in range(8)), secrets.token_hex(32)
    made = {"id": id, "name": name, "scopes": " ".join(sorted(set(scopes))), "hash": hashed(secret)}
    row = ApiKey.model_validate(made | {"created_at": datetime.now(UTC)})
    connection.execute(sa.insert(KEYS).values(row.model_dump()))
    return f"ent_{id}_{secret}"


def revoke(connection: sa.Connection, id: str) -> bool:
    """End a key, and tell whether there was one; one that has ended before stays as it is."""
    ended = sa.func.coalesce(KEYS.c.revoked_at, sa.bindparam("now", datetime.now(UTC), type_=KEYS.c.revoked_at.type))
    return connection.execute(sa.update(KEYS).where(KEYS.c.id == id).values(revoked_at=ended)).rowcount > 0


@app.command("create")
def create_(
    name: Annotated[str, typer.Argument(help="What the key is for.")],
    scope: Annotated[list[KeyScope], typer.Option(help="What it is good for; may be repeated.")],
) -> None:
    """Make a key and print it, once: only its hash is stored."""
    try:
        with writing() as connection:
            key = create(connection, name, scope)
    except ValidationError as error:
        err.print(f"NAME: {error.errors()[0]['msg']}", markup=False)
        sys.exit(1)
    out.print(key, markup=False, highlight=False)
    err.print("Keep it; it is not shown again. It goes into the header X-API-Key.")


@app.command("list")
def list_() -> None:
    """List all keys, without what is secret of them."""
    table = Table("id", "name", "scopes", "created", "last used", "revoked")
    with reading() as connection:
        for row in connection.execute(sa.select(KEYS).order_by(KEYS.c.created_at, KEYS.c.id)):
            moments = (row.created_at, row.last_used_at, row.revoked_at)
            table.add_row(
                row.id, escape(row.name), row.scopes, *(f"{at:%Y-%m-%d %H:%M}Z" if at else "" for at in moments)
            )
    Console(width=160).print(table)


@app.command("revoke")
def revoke_(id: Annotated[str, typer.Argument(help="Its id, as `list` shows it.")]) -> None:
    """End a key at once, in every process."""
    with writing() as connection:
        found = revoke(connection, id)
    if not found:
        # Not what was asked for: it may be a whole key.
        err.print("There is no key with this id; `entente keys list` shows them.")
        sys.exit(1)
    out.print(f"{id} is revoked.", markup=False, highlight=False)
