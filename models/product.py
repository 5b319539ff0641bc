"""Products: the codes of the Harmonized System, which trade metrics name."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints
from sqlmodel import Field, SQLModel

from models.base import Name, Recorded, Slug, Text, stored

ProductId = Annotated[str, StringConstraints(pattern=r"^(TOTAL|\d{2}|\d{4}|\d{6})$")]


class ProductLevel(StrEnum):
    """How fine a code of the Harmonized System is."""

    TOTAL = "total"
    CHAPTER = "chapter"
    HEADING = "heading"
    SUBHEADING = "subheading"


class ProductBase(SQLModel):
    """A product, or a group of products."""

    id: ProductId = Field(
        primary_key=True, description="HS code of two, four or six digits, or `TOTAL`, as trade metrics name it."
    )
    name: Name = Field(description="What the code means, in English.")
    level: ProductLevel = Field(
        index=True, description="`chapter`: two digits; `heading`: four; `subheading`: six; `total`: all products."
    )
    section: Annotated[str, StringConstraints(pattern=r"^[IVX]+$")] | None = Field(
        default=None, index=True, description="Section of the Harmonized System, a Roman numeral."
    )
    parent: ProductId | None = Field(
        default=None, foreign_key="product.id", index=True, description="Code of the product that it is a part of."
    )
    source: Slug = Field(foreign_key="source.id", index=True, description="Id of the source.")
    locator: Text = Field(description="The place in the source: `row 17`.")


@stored
class Product(Recorded, ProductBase, table=True):
    """The table of products."""
