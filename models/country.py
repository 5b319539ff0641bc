"""Countries, and groups of countries that statistics name beside them."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints
from sqlmodel import Field, SQLModel

from models.base import CountryId, Name, Recorded, stored


class CountryKind(StrEnum):
    """Whether a row is a country or something that statistics list beside countries."""

    COUNTRY = "country"
    TERRITORY = "territory"
    GROUP = "group"


class CountryBase(SQLModel):
    """A country, or a group that is marked as such."""

    id: CountryId = Field(primary_key=True, description="ISO 3166-1 alpha-3 code.")
    iso2: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = Field(
        default=None, index=True, description="ISO 3166-1 alpha-2 code."
    )
    m49: Annotated[str, StringConstraints(pattern=r"^\d{3}$")] | None = Field(
        default=None, index=True, description="UN M49 code, three digits."
    )
    name: Name = Field(description="Name in English.")
    name_ru: Name | None = Field(default=None, description="Name in Russian.")
    capital: Name | None = Field(default=None, description="Seat of government.")
    kind: CountryKind = Field(
        default=CountryKind.COUNTRY, index=True, description="`group` for the world and other groups, never a country."
    )


@stored
class Country(Recorded, CountryBase, table=True):
    """The table of countries."""
