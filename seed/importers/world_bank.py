"""`world-bank`: indicators of the World Bank, from CSV files named after them or from the API itself."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from models.country import CountryKind
from models.indicator import Measure
from models.source import SourceKind
from models.trade_metric import Flow
from seed.bulk import Batch
from seed.importers.country_codes import Codes
from seed.importers.layout import Catalogue, Layout
from seed.importers.reading import WrongFile, left_out
from seed.importers.trade_csv import opened, rows_of
from seed.observations import Checker
from seed.records import CountryRecord, IndicatorRecord, SourceRecord
from seed.report import Repaired
from seed.rows import Row

SOURCE = SourceRecord(
    id="world-bank-wdi",
    title="World Development Indicators",
    publisher="World Bank",
    url="https://datatopics.worldbank.org/world-development-indicators/",
    kind=SourceKind.STATISTICS,
    language="en",
    licence="CC-BY-4.0",
)
COLUMNS = ("Country Name", "Country Code", "Year", "Value")
FIELDS = ("reporter", "period", "value", "indicator", "unit", "flow")
CODE = re.compile(r"[A-Z0-9]+(\.[A-Z0-9]+)+")

AGGREGATES = frozenset(
    re.findall(
        r"[A-Z]{3}",
        "AFE AFR AFW ARB BEA BEC BHI BLA BMN BSS CAA CEA CEB CEU CLA CME CSA CSS DEA DEC DLA DMN DNS DSA DSF DSS "
        "EAP EAR EAS ECA ECS EMU EUU FCS FXS HIC HPC IBB IBD IBT IDA IDB IDX INX LAC LCN LDC LIC LMC LMY LTE MDE "
        "MEA MIC MNA NAC NAF NRS NXS OED OSS PRE PSS PST RRS SAS SSA SSF SST SXZ TEA TEC TLA TMN TSA TSS UMC WLD "
        "XZN ",
    )
)
"""Codes of what the World Bank adds up: regions, groups by income, the world. The API tells them; a file does not."""

OWN = {"CHI": "the Channel Islands", "XKX": "Kosovo"}
"""Codes of the World Bank's own for what it lists as economies and ISO 3166-1 does not."""


def is_name(file: str) -> bool:
    """Tell whether a file is named after an indicator, as `ny.gdp.mktp.cd.csv`."""
    return CODE.fullmatch(Path(file).stem.upper()) is not None


class Indicator(NamedTuple):
    """What a number of the World Bank measures, in our terms."""

    name: str
    definition: str
    unit: str
    measure: Measure
    flow: Flow | None = None


INDICATORS = {
    "NE.EXP.GNFS.ZS": Indicator(
        "Exports of goods and services (% of GDP)",
        "Value of all goods and market services that residents provide to the rest of the world, as a part of GDP.",
        "percent",
        Measure.RATIO,
    ),
    "NY.GDP.MKTP.CD": Indicator(
        "GDP (current US$)",
        "Gross domestic product at purchasers' prices, converted to US dollars at the exchange rates of the year.",
        "USD",
        Measure.FLOW,
    ),
    "TG.VAL.TOTL.GD.ZS": Indicator(
        "Merchandise trade (% of GDP)",
        "Exports and imports of goods together, divided by GDP, all in current US dollars.",
        "percent",
        Measure.RATIO,
    ),
    "TM.VAL.MRCH.CD.WT": Indicator(
        "Merchandise imports (current US$)",
        "Value of goods received from the rest of the world, c.i.f., in current US dollars.",
        "USD",
        Measure.FLOW,
        Flow.IMPORT,
    ),
    "TX.VAL.MRCH.CD.WT": Indicator(
        "Merchandise exports (current US$)",
        "Value of goods provided to the rest of the world, f.o.b., in current US dollars.",
        "USD",
        Measure.FLOW,
        Flow.EXPORT,
    ),
}

UNITS = {
    r"\(current US\$\)": ("USD", Measure.FLOW),
    r"\(%.* of .*\)|\(% .*growth\)|\(annual %\)": ("percent", Measure.RATIO),
}
"""What the end of an indicator's name says about its unit; of any other the user says it."""


def slug(code: str) -> str:
    """Give the id of an indicator: `NY.GDP.MKTP.CD` is `ny-gdp-mktp-cd`."""
    return code.lower().replace(".", "-")


def described(code: str, layout: Layout, name: str | None = None, definition: str | None = None) -> Indicator:
    """Say what an indicator measures: from the list above, else from its own words and the user's.

    Raises WrongFile, with what to say, where that is not enough.
    """
    given = layout.indicator
    if code in INDICATORS and not given:
        return INDICATORS[code]
    name, definition = given.get("name", name), given.get("definition", definition)
    ends = (found for words, found in UNITS.items() if name and re.search(words, name))
    known: tuple[str | None, str | None] = next(ends, (None, None))
    unit, measure = layout.constants.get("unit", known[0]), given.get("measure", known[1])
    flow = layout.constants.get("flow")
    wanted = {"--indicator-name": name, "--definition": definition, "--set unit": unit, "--measure": measure}
    if missing := [option for option, value in wanted.items() if not value]:
        raise WrongFile(f"what {code} measures is not known; say {', '.join(f'`{option}=…`' for option in missing)}")
    try:
        return Indicator(str(name), str(definition), str(unit), Measure(str(measure)), Flow(flow) if flow else None)
    except ValueError as error:
        raise WrongFile(f"{code}: {error}") from None


class Plan:
    """How entries become rows: see `Observations` for what rows, constants and records are."""

    def __init__(self, layout: Layout, known: Catalogue, aggregates: frozenset[str] = AGGREGATES) -> None:
        self.layout, self.aggregates = layout, aggregates
        self.countries = dict(known.countries.iso3)
        self.records: list[Row] = list(SOURCE.rows())
        self.checked("row {}".format)

    def checked(self, locate: Callable[[Any], str]) -> Checker:
        """Make what checks entries whose places are cited in some words."""
        codes = Codes(self.countries, self.layout.countries).reader(optional=False)
        check = Checker(FIELDS, {"source": SOURCE.id, "confidence": "dataset"}, {"reporter": codes}, locate)
        self.names, self.constants = check.names, check.constants
        return check

    def note_indicator(self, code: str, indicator: Indicator) -> None:
        """Have an indicator stored."""
        values = {"id": slug(code), **indicator._asdict(), "citations": [_citation(f"indicator {code}")]}
        del values["flow"]
        self.records += IndicatorRecord.model_validate(values).rows()

    def note_countries(self, names: Mapping[str, str]) -> Iterator[Repaired]:
        """Have those of some codes stored that are no countries, each once."""
        for code in sorted(names.keys() - self.countries.keys() - self.layout.countries.keys()):
            if code not in self.aggregates and code not in OWN:
                continue
            kind = CountryKind.GROUP if code in self.aggregates else CountryKind.TERRITORY
            record = {"id": code, "name": names[code].strip() or OWN.get(code), "kind": kind}
            self.records += CountryRecord.model_validate(record | {"citations": [_citation(f"code {code}")]}).rows()
            self.countries[code] = code
            yield Repaired(f"code {code}", f"no code of ISO 3166-1 but one of the World Bank's own: stored as a {kind}")

    def read(self, raw: BinaryIO, file: str, *, several: bool = False) -> Iterator[Batch]:  # noqa: ARG002
        """Give the rows of a CSV file that is named after its indicator, as `ny.gdp.mktp.cd.csv`.

        Raises WrongFile where it is not such a file.
        """
        code = Path(file).stem.upper()
        if not is_name(file):
            raise WrongFile(f"is not named after an indicator, as `ny.gdp.mktp.cd.csv`; found {file!r}")
        indicator = described(code, self.layout)
        self.note_indicator(code, indicator)
        rest = (slug(code), indicator.unit, indicator.flow or "")
        with opened(raw, self.layout) as table:
            if missing := set(COLUMNS) - set(table.header):
                raise WrongFile(f"has no column {', '.join(sorted(missing))}; found {', '.join(table.header)}")
            if others := [name for name in table.header if name not in COLUMNS]:
                yield Batch(0, (), [left_out(others)])
            check = self.checked("row {}".format)
            for starts, lines, refused in rows_of(table, COLUMNS):
                noted = list(self.note_countries({line[1].strip(): line[0] for line in lines}))
                batch = check.check(starts, [(*line[1:], *rest) for line in lines])
                yield Batch(batch.lines + len(refused), batch.rows, [*refused, *noted, *batch.outcomes])


def _citation(locator: str) -> dict[str, Any]:
    return {"source": SOURCE.id, "locator": locator, "confidence": "dataset"}


def plan(_raw: BinaryIO, layout: Layout, known: Catalogue) -> Plan:
    """Make a plan; every file has the same columns."""
    return Plan(layout, known)
