"""What may be said about a file to import, declared once: for the options of the command and the parameters of HTTP."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from models.base import PRINTABLE
from models.indicator import Measure
from seed.importers import FORMATS, OBSERVED
from seed.importers.layout import CODES, Layout, misplaced

WORDS = {name: f.words for name, f in FORMATS.items()} | {name: f.words for name, f in OBSERVED.items()}
"""What each format is."""

DRY_RUN = "Say what would happen, and change nothing."

LONGEST = 1_000
"""Letters of an option."""


def _pair(text: str) -> str:
    name, equals, _ = text.partition("=")
    if not (name.strip() and equals):
        raise ValueError(f"write it as name=value; found {text!r}")
    return text


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Said = Annotated[str, Field(min_length=1, max_length=LONGEST, pattern=PRINTABLE)]
Pair = Annotated[Said, AfterValidator(_pair), WithJsonSchema({"type": "string", "pattern": "^[^=]*[^=\\s][^=]*="})]
Pairs = Annotated[list[Pair], BeforeValidator(_listed)]


def _once(words: str) -> Any:
    return Field(default=None, description=words)


def _each(words: str) -> Any:
    return Field(default=[], description=words)


class Options(BaseModel):
    """Options of the formats of observations."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)

    column: Pairs = _each("A field and the column it is in: `reporter=exporter`.")
    set: Pairs = _each("A field and its value in every line: `flow=export`.")
    country: Pairs = _each("A code and the country it stands for: `MNT=MNE`.")
    codes: Annotated[
        Literal[CODES],  # type: ignore[valid-type]
        Field(description="Codes of countries in the columns: `iso3`, `iso2` or `m49`."),
    ] = "iso3"
    delimiter: Annotated[Said, Field(max_length=1)] = _once(
        "What separates cells; by itself, what the first line has most."
    )
    encoding: Said = _once("Encoding of the text; by itself UTF-8, or UTF-16 with its mark.")
    source_title: Said = _once("Title of a new source.")
    source_url: Said = _once("Address of a new source.")
    publisher: Said = _once("Publisher of a new source.")
    licence: Said = _once("Licence of a new source.")
    indicator_name: Said = _once("Name of a new indicator.")
    definition: Said = _once("What a new indicator measures.")
    measure: Measure = _once("Of a new indicator: `flow`, `stock`, `share` or `ratio`.")

    def layout(self) -> Layout:
        """Give what they say, as importers take it."""
        source = {"title": self.source_title, "url": self.source_url}
        source |= {"publisher": self.publisher, "licence": self.licence}
        indicator = {"name": self.indicator_name, "definition": self.definition, "measure": self.measure}
        columns, constants, countries = map(_parted, (self.column, self.set, self.country))
        said = ({name: value for name, value in words.items() if value is not None} for words in (source, indicator))
        return Layout(columns, constants, countries, self.codes, self.delimiter, self.encoding, *said)


def _parted(pairs: list[str]) -> dict[str, str]:
    parted = (pair.partition("=") for pair in pairs)
    return {name.strip(): value.strip() for name, _, value in parted}


def option(name: str) -> str:
    """Give the option of the command."""
    return f"--{name.replace('_', '-')}"


def unfit(format: str, options: Options) -> Iterator[tuple[str, str]]:
    """Give the options that a format does not take, or that contradict each other, and why."""
    given = [name for name in Options.model_fields if name in options.model_fields_set]
    if format in FORMATS:
        only = f"{format} says itself what its columns are; only {' and '.join(OBSERVED)} take such options."
        yield from ((name, only) for name in given)
        return
    layout = options.layout()
    for field, words in misplaced(layout):
        yield "column" if field in layout.columns else "set", f"{field}: {words}"
