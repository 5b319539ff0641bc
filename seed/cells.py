"""Reads the cells of observations: each distinct text once, by the types that the models give the fields."""

import re
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple, get_args

from pydantic import TypeAdapter, ValidationError

from models.trade_metric import Frequency, TradeMetricFields, id_part

KNOWN = 100_000
"""Distinct texts of one field that are remembered."""

FREQUENCIES = {
    r"\d{4}": Frequency.ANNUAL,
    r"\d{4}-Q[1-4]": Frequency.QUARTERLY,
    r"\d{4}-\d\d": Frequency.MONTHLY,
}
PERIODS = {r"(\d{4}) ?[qQ]([1-4])": "{}-Q{}", r"(\d{4})[mM](0[1-9]|1[0-2])": "{}-{}"}
"""How some files write a quarter and a month, and how they are written here."""

SPACED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:\.\d+)?", re.ASCII)
COMMAS = re.compile(r"[+-]?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|[+-]?\d{1,3},\d{3}\.\d+", re.ASCII)
SEPARATORS = "value: what separates thousands is left out"
MISSING = frozenset({"", "..", "na", "n/a", "nan", "null", "none", "-"})
NO_VALUE = "value: there is none; what is missing is not stored, and is not zero"

_NUMBER: Any = get_args(TradeMetricFields.model_fields["value"].annotation)[0]
NUMBERS: TypeAdapter[list[float]] = TypeAdapter(list[_NUMBER])


class Read(NamedTuple):
    """What a text means, and how it was mended, if it was."""

    value: Any
    mended: str | None = None


Reader = Callable[[str], Read]


class Known(dict[str, Any]):
    """The values of one field by the text they are written in, what is wrong with some, and how some were mended."""

    def __init__(self, name: str, read: Reader) -> None:
        self.name, self.read = name, read
        self.parts: dict[str, str] = {}
        self.faults: dict[str, str] = {}
        self.mended: dict[str, str] = {}

    def __missing__(self, text: str) -> Any:
        value = None
        try:
            value, mended = self.read(text)
            if mended:
                self.mended[text] = f"{self.name}: {mended}"
        except ValidationError as error:
            self.faults[text] = f"{self.name}: {_words(error)} (found {text!r})"
        except ValueError as error:
            self.faults[text] = f"{self.name}: {error}"
        self[text], self.parts[text] = value, id_part(self.name, value)
        return value

    def forget(self) -> None:
        """Start anew where so many texts are known that they fill the memory."""
        if len(self) > KNOWN:
            for known in (self, self.parts, self.faults, self.mended):
                known.clear()


def _words(error: ValidationError) -> str:
    return str(error.errors()[0]["msg"]).removeprefix("Value error, ")


def reader(name: str) -> Reader:
    """Give what reads a field by its type in the models; an empty text is what is there by default, or a fault."""
    field = TradeMetricFields.model_fields[name]
    kind: Any = Annotated[field.annotation, *field.metadata]
    whole: TypeAdapter[Any] = TypeAdapter(kind)

    def read(text: str) -> Read:
        text = text.strip()
        if not text and field.is_required():
            raise ValueError("is empty")
        value = whole.validate_python(text) if text else field.get_default()
        return Read(str(value) if isinstance(value, str) else value)

    return read


_period = reader("period")


def period(text: str) -> Read:
    """Read a period, also where quarters and months are written as other files write them."""
    for pattern, form in PERIODS.items():
        if found := re.fullmatch(pattern, text.strip(), re.ASCII):
            return Read(written := form.format(*found.groups()), f"{text!r} is read as {written}")
    return _period(text)


def frequency(period: str) -> str:
    """Give the frequency that the form of a period tells; `other` where it tells none."""
    found = (kind for form, kind in FREQUENCIES.items() if re.fullmatch(form, period, re.ASCII))
    return next(found, Frequency.OTHER).value


def number(text: str) -> Read:
    """Read one number. Raises ValueError where it is none, or could be two."""
    text = text.strip()
    if text.casefold() in MISSING:
        raise ValueError(NO_VALUE)
    for pattern, separators in ((SPACED, " \u00a0\u202f"), (COMMAS, ",")):
        if pattern.fullmatch(text):
            return Read(float(text.translate(dict.fromkeys(map(ord, separators)))), SEPARATORS)
    if "," in text:
        raise ValueError(f"value: {text!r} can be read in two ways; write a point before decimals, no separators")
    if "_" in text:
        raise ValueError(f"value: {text!r} is not a number")
    try:
        return Read(NUMBERS.validate_python([text])[0])
    except ValidationError as error:
        raise ValueError(f"value: {_words(error)} (found {text!r})") from None
