"""Makes rows of trade metrics from the cells of a file, a batch at a time and by columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress, repeat
from typing import Any, NamedTuple

from pydantic import ValidationError

from models.base import in_units
from models.dates import period_days
from models.trade_metric import NATURAL_KEY, TradeMetricFields, id_part
from seed.bulk import Batch
from seed.cells import NUMBERS, Known, Reader, frequency, number, period, reader
from seed.report import Place, Refused, Repaired


class Days(NamedTuple):
    """The days of a period and the frequency that its form tells."""

    earliest: str | None = None
    latest: str | None = None
    frequency: str | None = None


class _Days(dict[str | None, Days]):
    def __missing__(self, period: str) -> Days:
        earliest, latest = period_days(period)
        self[period] = found = Days(earliest.isoformat(), latest.isoformat(), frequency(period))
        return found


class Numbers(NamedTuple):
    """The numbers of a column, what is wrong with some, and how some were mended, by their place in it."""

    values: list[float]
    faults: dict[int, str]
    mended: dict[int, str]


class Checker:
    """Makes rows from lines that hold the cells of `fields`; of other fields, `constants` give the text.

    `readers` read some fields otherwise than by their type. A place is cited as `locate` writes it. `names` and
    `constants` are then those of the rows: see `Observations`.

    Raises ValueError, with all faults, where the text of a constant is wrong.
    """

    def __init__(
        self,
        fields: Sequence[str],
        constants: Mapping[str, str],
        readers: Mapping[str, Reader],
        locate: Callable[[Any], str] = "row {}".format,
    ) -> None:
        readers = {"period": period} | dict(readers)
        known = {n: Known(n, readers.get(n) or reader(n)) for n in TradeMetricFields.model_fields if n != "value"}
        self.fields, self.locate, self.days = list(fields), locate, _Days({None: Days()})
        self.known = {name: known[name] for name in fields if name != "value"}
        self.guessed = "frequency" not in (*fields, *constants)
        fixed = [n for n in known if n not in fields and n != "locator" and not (n == "frequency" and self.guessed)]
        self.constants: dict[str, Any] = {name: known[name][constants.get(name, "")] for name in fixed}
        if faults := [fault for name in fixed for fault in known[name].faults.values()]:
            raise ValueError("; ".join(faults))
        if "period" in self.constants:
            self.constants |= dict(zip(DAYS, self.days[self.constants["period"]][:2], strict=True))
        own = (*(DAYS if "period" in fields else ()), *(["frequency"] if self.guessed else []))
        self.names = ("id", *self.fields, "value_in_units", "locator", *own)

    def check(self, places: Sequence[Place], lines: Sequence[Sequence[str]]) -> Batch:
        """Make the rows of some lines; what is wrong with a line is all said at once."""
        texts = dict(zip(self.fields, zip(*lines, strict=True), strict=True)) if lines else {}
        if not texts:
            return Batch(0, ())
        numbers = _numbers(texts["value"])
        columns = {name: list(map(known.__getitem__, texts[name])) for name, known in self.known.items()}
        columns["value"] = numbers.values
        columns["value_in_units"] = list(self._in_units(numbers.values, columns.get("unit_mult")))
        columns["locator"] = list(map(self.locate, places))
        periods = columns.get("period") or repeat(self.constants.get("period"), len(lines))
        days = list(map(self.days.__getitem__, periods))
        for at, name in enumerate((*DAYS, "frequency")[: 3 if self.guessed else 2]):
            columns[name] = [of[at] for of in days]
        columns["id"] = self._ids(texts, columns)
        rows = zip(*(columns[name] for name in self.names), strict=True)
        faults = self._found(texts, numbers.faults, "faults")
        mended = self._found(texts, numbers.mended, "mended")
        outcomes: list[Repaired | Refused] = [
            *(Refused(places[at], what) for at, words in sorted(faults.items()) for what in words),
            *(Repaired(places[at], what) for at, words in sorted(mended.items()) if at not in faults for what in words),
        ]
        for known in self.known.values():
            known.forget()
        fit = list(compress(rows, (at not in faults for at in range(len(lines))))) if faults else list(rows)
        return Batch(len(lines), fit, outcomes)

    def _in_units(self, values: list[float], powers: list[int | None] | None) -> Iterator[float]:
        if powers is not None:
            return (in_units(value, power or 0) for value, power in zip(values, powers, strict=True))
        power = self.constants["unit_mult"]
        return map(in_units, values, repeat(power)) if power else iter(values)

    def _ids(self, texts: Mapping[str, Sequence[str]], columns: Mapping[str, Sequence[Any]]) -> list[str]:
        def part(name: str) -> Any:
            if name in self.known:
                return map(self.known[name].parts.__getitem__, texts[name])
            return (
                map(str, columns[name])
                if name in columns
                else repeat(id_part(name, self.constants[name]), len(columns["value"]))
            )

        return list(map(".".join, zip(*map(part, NATURAL_KEY), strict=True)))

    def _found(
        self, texts: Mapping[str, Sequence[str]], numbers: Mapping[int, str], which: str
    ) -> dict[int, list[str]]:
        """Give what is said of the lines, by their place in the batch."""
        found = {at: [words] for at, words in numbers.items()}
        for name, known in self.known.items():
            if said := getattr(known, which):
                for at, text in enumerate(texts[name]):
                    if text in said:
                        found.setdefault(at, []).append(said[text])
        return found


DAYS = ("period_earliest", "period_latest")


def _numbers(texts: Sequence[str]) -> Numbers:
    """Read a column of numbers; one by one only where something is wrong with them."""
    try:
        # Python and Pydantic take 1_000 for a number, which no file means.
        if "_" not in "".join(texts):
            return Numbers(NUMBERS.validate_python(list(texts)), {}, {})
    except ValidationError:
        pass
    found = Numbers([], {}, {})
    for at, text in enumerate(texts):
        try:
            value, mended = number(text)
            if mended:
                found.mended[at] = mended
        except ValueError as error:
            value, found.faults[at] = 0.0, str(error)
        found.values.append(value)
    return found
