"""Indicators: what a number measures."""

from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.base import Name, Prose, Recorded, Slug, Text, stored


class Measure(StrEnum):
    """Whether numbers of an indicator may be added."""

    FLOW = "flow"
    STOCK = "stock"
    SHARE = "share"
    RATIO = "ratio"


class IndicatorBase(SQLModel):
    """What a number measures."""

    id: Slug = Field(primary_key=True, description="Stable id, its address for ever.")
    name: Name = Field(description="Name in English.")
    name_ru: Name | None = Field(default=None, description="Name in Russian.")
    definition: Prose = Field(description="What exactly is measured.")
    unit: Text = Field(index=True, description="Unit of its observations: ISO 4217 code, `percent`, `count`, `ratio`.")
    measure: Measure = Field(
        index=True, description="`flow`: over a period; `stock`: at a moment; `share` and `ratio`: never to be added."
    )


@stored
class Indicator(Recorded, IndicatorBase, table=True):
    """The table of indicators."""
