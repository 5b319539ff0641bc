"""API keys: who may write. What is stored of a key does not let anybody in."""

import re
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

from pydantic import StringConstraints
from sqlmodel import Field, SQLModel

from models.base import Line, Text, stored

FORM = re.compile(r"ent_([a-z0-9]{8})_([0-9a-f]{64})")
"""A key as its holder has it: its id, which is no secret, and 32 random bytes, in letters that a double click takes."""


class KeyScope(StrEnum):
    """What a key is good for."""

    WRITE = "write"
    IMPORT = "import"


@stored
class ApiKey(SQLModel, table=True):
    """A key; kept when it is revoked, since what it has written names it."""

    __tablename__ = "api_key"

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{8}$")] = Field(primary_key=True)
    name: Line = Field(description="What it is for.")
    scopes: Text = Field(description="What it is good for, in alphabetical order, with spaces between.")
    hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(
        repr=False, description="SHA-256 of its secret."
    )
    created_at: datetime
    revoked_at: datetime | None = Field(default=None, description="Since when it is good for nothing.")
    last_used_at: datetime | None = Field(default=None, description="When something was last written with it.")


def hashed(secret: str) -> str:
    """Give what is stored of a secret.

    A slow hash protects what people think up. 32 random bytes cannot be guessed however quickly guesses are checked,
    and a key is checked with every request.
    """
    return sha256(secret.encode()).hexdigest()
