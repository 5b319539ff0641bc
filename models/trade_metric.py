"""Trade metrics: one observation each, in the concepts of SDMX."""

from enum import StrEnum
from typing import Annotated

from pydantic import FiniteFloat, StringConstraints
from sqlalchemy import Index, desc
from sqlmodel import Field, SQLModel

from models.base import CountryId, Key, Recorded, Scaled, Slug, Text, stored
from models.dates import PartialDate
from models.source import Confidence


class Flow(StrEnum):
    """Direction of trade, seen from the reporter."""

    EXPORT = "export"
    IMPORT = "import"
    RE_EXPORT = "re_export"
    RE_IMPORT = "re_import"
    TOTAL = "total"


class Frequency(StrEnum):
    """How often a series is observed; SDMX FREQ in words."""

    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    OTHER = "other"


class Qualifier(StrEnum):
    """How the source hedges a number."""

    EXACT = "exact"
    APPROXIMATELY = "approximately"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class ObservationStatus(StrEnum):
    """SDMX OBS_STATUS in words."""

    NORMAL = "normal"
    ESTIMATED = "estimated"
    FORECAST = "forecast"
    PROVISIONAL = "provisional"
    IMPUTED = "imputed"
    BREAK = "break"
    MISSING = "missing"


class TradeMetricFields(SQLModel):
    """One observation, as a data file writes it."""

    indicator: Slug = Field(foreign_key="indicator.id", description="Id of the indicator measured.")
    reporter: CountryId = Field(foreign_key="country.id", description="Id of the country (or group) measured.")
    partner: CountryId | None = Field(
        default=None, foreign_key="country.id", description="Id of its partner; absent where there is none."
    )
    flow: Flow | None = Field(
        default=None, description="Direction, seen from the reporter; absent where there is none."
    )
    product: Annotated[str, StringConstraints(pattern=r"^(TOTAL|\d{2}|\d{4}|\d{6})$")] = Field(
        default="TOTAL", description="HS code, or `TOTAL`."
    )
    frequency: Frequency = Field(description="How often the series is observed; `other` for a single number.")
    period: PartialDate = Field(description="The time measured: `2012`, `2012-Q3`, `2012-07` or an interval.")
    value: Annotated[FiniteFloat, Scaled("unit_mult")] | None = Field(
        default=None,
        description="The number, in `unit` times ten to `unit_mult`, and compared as it stands; absent is not zero.",
    )
    unit: Text = Field(description="ISO 4217 code, `percent`, `count` or `ratio`.")
    unit_mult: int = Field(default=0, ge=-12, le=15, description="SDMX UNIT_MULT: the power of ten that `value` is in.")
    qualifier: Qualifier = Field(default=Qualifier.EXACT, description="How the source hedges the number.")
    status: ObservationStatus = Field(default=ObservationStatus.NORMAL, description="SDMX OBS_STATUS.")
    source: Slug = Field(foreign_key="source.id", description="Id of the source.")
    locator: Text = Field(description="The place in the source: `para 4`, `table 2`, `row 17`.")
    confidence: Confidence = Field(default=Confidence.SOURCED, description="How firmly its source says so.")
    note: Text | None = Field(default=None, description="What a reader should know about this number.")


class TradeMetricBase(SQLModel):
    """One observation, as one source gives it."""

    id: Key = Field(
        primary_key=True,
        description="Derived from reporter, partner, indicator, flow, product, frequency, period and source, "
        "so that the same observation always has the same id.",
    )


@stored
class TradeMetric(Recorded, TradeMetricFields, TradeMetricBase, table=True):
    """The table of trade metrics."""

    __tablename__ = "trade_metric"
    # Every index costs each of millions of rows: these are for a series, for the mirror of a series, for one indicator,
    # product or source of all, and for the largest values. What tells few rows apart has none.
    __table_args__ = (
        Index("ix_trade_metric_series", "reporter", "partner", desc("period_earliest"), "id"),
        Index("ix_trade_metric_mirror", "partner", "reporter", desc("period_earliest")),
        Index("ix_trade_metric_indicator", "indicator", desc("period_earliest")),
        Index("ix_trade_metric_product", "product", "reporter"),
        Index("ix_trade_metric_value", "value"),
        Index("ix_trade_metric_source", "source"),
    )


NATURAL_KEY = ("reporter", "partner", "indicator", "flow", "product", "frequency", "period", "source")


def trade_metric_id(row: TradeMetricFields) -> str:
    """Give the id of an observation: the values of its natural key, `_` where one is absent, joined by dots."""
    return ".".join(id_part(name, getattr(row, name)) for name in NATURAL_KEY)


def id_part(name: str, value: object) -> str:
    """Give what the id of an observation has for a value of the natural key."""
    if value is None:
        return "_"
    if name != "period":
        return str(value)
    return str(value).replace("..", "").translate({ord("/"): "--", ord("?"): "_", ord("%"): "__"})
