"""What an observation is made of in SDMX, beside the fields of `/v1/trade-metrics`: one table, read everywhere here."""

from enum import StrEnum
from typing import NamedTuple

from models.source import Confidence
from models.trade_metric import Flow, Frequency, ObservationStatus, Qualifier

AGENCY, FLOW, VERSION, CONCEPTS = "ENTENTE", "TRADE", "1.0", "TRADE_CONCEPTS"
NONE = "_Z"
"""What SDMX writes where a dimension does not apply."""

HARMONIZED = "HS_"
"""Stands before a code of the Harmonized System: readers that guess types make the number 1 of a bare `01`."""

CODES: dict[type[StrEnum], dict[StrEnum, str]] = {
    Frequency: {Frequency.ANNUAL: "A", Frequency.QUARTERLY: "Q", Frequency.MONTHLY: "M", Frequency.OTHER: "_O"},
    Flow: {
        **{Flow.EXPORT: "X", Flow.IMPORT: "M", Flow.RE_EXPORT: "RX", Flow.RE_IMPORT: "RM"},
        Flow.TOTAL: "_T",
    },
    ObservationStatus: {
        **{ObservationStatus.NORMAL: "A", ObservationStatus.ESTIMATED: "E", ObservationStatus.FORECAST: "F"},
        **{ObservationStatus.PROVISIONAL: "P", ObservationStatus.IMPUTED: "I", ObservationStatus.BREAK: "B"},
        ObservationStatus.MISSING: "O",
    },
    Qualifier: {word: word.value for word in Qualifier},
    Confidence: {word: word.value for word in Confidence},
}
"""Codes of the vocabularies: those of SDMX's own code lists, where it has one."""


class Component(NamedTuple):
    """One component: its id and name, the field it shows, and its code list or else its type."""

    id: str
    name: str
    field: str
    codes: str = ""
    type: str = "String"


DIMENSIONS = (
    Component("FREQ", "Frequency of observation", "frequency", "CL_FREQ"),
    Component("REF_AREA", "Country measured", "reporter", "CL_AREA"),
    Component("COUNTERPART_AREA", "Its partner", "partner", "CL_AREA"),
    Component("INDICATOR", "Indicator", "indicator", "CL_INDICATOR"),
    Component("FLOW", "Direction of trade, seen from the country measured", "flow", "CL_FLOW"),
    Component("PRODUCT", "Product", "product", "CL_PRODUCT"),
    Component("SOURCE", "Source that says so", "source", "CL_SOURCE"),
)
"""The parts of a key, in their order. Sources that disagree stand side by side, each in series of its own."""

TIME = Component("TIME_PERIOD", "Time measured", "period", type="ObservationalTimePeriod")
VALUE = Component("OBS_VALUE", "Observed value", "value", type="Double")
PERIOD = "PERIOD_EDTF"

ATTRIBUTES = (
    Component("UNIT_MEASURE", "Unit: an ISO 4217 code, percent, count or ratio", "unit"),
    Component("UNIT_MULT", "Power of ten that the value is in", "unit_mult", type="Integer"),
    Component("OBS_STATUS", "Observation status", "status", "CL_OBS_STATUS"),
    Component("QUALIFIER", "How the source hedges the number", "qualifier", "CL_QUALIFIER"),
    Component("CONFIDENCE", "How firmly the source says so", "confidence", "CL_CONFIDENCE"),
    Component("LOCATOR", "The place in the source", "locator"),
    Component("NOTE", "What a reader should know about the number", "note"),
    Component(PERIOD, "Time measured as the source has it, in EDTF, where SDMX has no such period", "period"),
)
COMPONENTS = (*DIMENSIONS, TIME, VALUE, *ATTRIBUTES)

VOCABULARIES: dict[str, tuple[str, type[StrEnum]]] = {
    "CL_FREQ": ("Frequencies", Frequency),
    "CL_FLOW": ("Directions of trade", Flow),
    "CL_OBS_STATUS": ("Observation statuses", ObservationStatus),
    "CL_QUALIFIER": ("Qualifiers", Qualifier),
    "CL_CONFIDENCE": ("Degrees of confidence", Confidence),
}
"""Code lists that are vocabularies of the model: their names, and which."""

OPTIONAL = ("COUNTERPART_AREA", "FLOW")
"""Dimensions that do not apply to every observation."""


def encoded(component: Component) -> dict[str | None, str]:
    """Give the codes of a component's values, where they differ from what the model calls them."""
    _, words = VOCABULARIES.get(component.codes, ("", None))
    found: dict[str | None, str] = {word.value: code for word, code in CODES[words].items()} if words else {}
    return {**found, None: NONE} if component.id in OPTIONAL else found


def urn(kind: str, id: str, item: str = "") -> str:
    """Give the name that an artefact of ours has everywhere, or an item of it."""
    return f"urn:sdmx:org.sdmx.infomodel.{PACKAGES[kind]}.{kind}={AGENCY}:{id}({VERSION}){item and f'.{item}'}"


PACKAGES = {"Dataflow": "datastructure", "DataStructure": "datastructure", "Codelist": "codelist"}
PACKAGES |= {"ConceptScheme": "conceptscheme", "Concept": "conceptscheme"}
