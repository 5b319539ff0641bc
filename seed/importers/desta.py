"""`desta`: trade agreements and their members from the list of treaties of Design of Trade Agreements."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from models.source import SourceKind
from seed.importers.dates import edtf
from seed.importers.reading import Line, Reference, checked, lines, noted, unknown
from seed.records import SourceRecord
from seed.report import Outcome, Refused, Repaired
from seed.rows import slug
from seed.treaty import TreatyActsRecord, TreatyRecord

SOURCE = SourceRecord(
    id="desta",
    title="Design of Trade Agreements (DESTA): list of treaties",
    author="Andreas Dür, Leonardo Baccini, Manfred Elsig",
    published="2014",
    url="https://www.designoftradeagreements.org",
    kind=SourceKind.DATASET,
    language="en",
    licence="CC BY 4.0; cite Dür, Baccini and Elsig (2014), The Design of International Trade Agreements.",
)
KINDS = {
    "base_treaty": ("agreement", None, None),
    "consolidated": ("agreement", "based_on", None),
    "protocol or amendment": ("protocol", "amends", None),
    "negotiation": ("agreement", None, "negotiating"),
}
"""By entry type: what the treaty is, how it relates to its base treaty, its status."""

ACTS = {"accession": "accession", "withdrawal": "withdrawal"}
"""Entry types that are no treaties, but acts on one."""

SCOPES = {"1": "bilateral", "2": "multilateral", "3": "bilateral", "4": "bilateral"}
"""By type of membership: 3 and 4 have two sides as well, of which one or both are groups."""

NOTED = ("entry_type", "consolidated", "language", "typememb", "regioncon", "wto_listed", "wto_name")
NEEDED = ("number", "base_treaty", "name", "entry_type", "year", "entryforceyear", "typememb", "c1", "mc1")


def read(raw: BinaryIO, known: Reference) -> Iterator[Outcome]:
    """Give a treaty a line, or the acts of those who accede to one or withdraw from it."""
    for line in lines(raw, NEEDED, delimiter=";"):
        if line.cells["entry_type"] in ACTS:
            yield from _acts(line, known)
        elif line.cells["entry_type"] in KINDS:
            yield from _treaty(line, known)
        else:
            words = f"entry_type: {line.cells['entry_type']!r} is none of {', '.join((*KINDS, *ACTS))}"
            yield Refused(line.number, words)


def _treaty(line: Line, known: Reference) -> Iterator[Outcome]:
    cells, said = line.cells, list[Outcome]()
    kind, relation, status = KINDS[cells["entry_type"]]
    signed, begun = _year(line, "year", said), _year(line, "entryforceyear", said)
    citations = [_citation(line, note=noted(cells, NOTED))]
    if signed and begun and begun < signed:
        said.append(Repaired(f"line {line.number}", "entry into force before signature: both are kept, with a note"))
        citations.append(_citation(line, note=f"Before the signature ({signed}).") | {"field": "in_force"})
    act = None if status else "signature"
    base = {"relation": relation, "related": _id(cells["base_treaty"]), "citations": [_citation(line)]}
    values = {
        **{"id": _id(cells["number"]), "title": cells["name"], "kind": kind, "status": status},
        **{"scope": SCOPES.get(cells["typememb"]), "signed": signed, "in_force": begun, "citations": citations},
        "relations": [base] if relation else [],
        "parties": [_act(line, party, act, signed, f"{c}, {m}") for c, m, party in _parties(line, known, said) if act],
    }
    yield from said
    yield checked(line.number, TreatyRecord, values)


def _acts(line: Line, known: Reference) -> Iterator[Outcome]:
    cells, said = line.cells, list[Outcome]()
    action, date = ACTS[cells["entry_type"]], _year(line, "year", said)
    begun = _year(line, "entryforceyear", said)
    parties = _parties(line, known, said)
    if date and begun and begun < date:
        said.append(Repaired(f"line {line.number}", "entry into force before the act: both are kept"))
    # Code 1 marks those who act, beside members with 2; of one side of a treaty, those who act have 2, the others 3.
    acting = min((cells[code] for _, code, _ in parties if cells[code] in ("1", "2")), default=None)
    acts: list[dict[str, Any]] = []
    for column, code_column, party in parties:
        code = cells[code_column]
        if code == acting:
            acts.append(_act(line, party, action, date, f"{column}, {code_column}"))
            if begun and action == "accession":
                acts.append(_act(line, party, "entry_into_force", begun, f"{column}, {code_column}"))
        elif code in ("", "NA"):
            words = f"a party without a membership code: whether it acts is not known, so no {action} is stored"
            said.append(Refused(f"line {line.number}: {code_column}", words))
    if not acts:
        yield from said
        yield Refused(
            line.number, f"mc1 to mc91: no known party of the line has a code of those who act in an {action}"
        )
        return
    yield from said
    yield checked(line.number, TreatyActsRecord, {"id": _id(cells["base_treaty"]), "parties": acts})


def _parties(line: Line, known: Reference, said: list[Outcome]) -> list[tuple[str, str, str]]:
    """Give the parties of a line: the column of each, that of its membership code, its id."""
    found: dict[str, tuple[str, str, str]] = {}
    for column in (name for name in line.cells if name[0] == "c" and name[1:].isdigit()):
        code, place = line.cells[column].strip(), f"line {line.number}: {column}"
        country = known.m49.get(code.zfill(3))
        if code in ("", "NA"):
            continue
        if country is None:
            said.append(Refused(place, unknown("M49", code)))
        elif country in found:
            said.append(Repaired(place, "a party that is there twice: taken once"))
        else:
            found[country] = (column, f"m{column}", country)
    return list(found.values())


def _year(line: Line, column: str, said: list[Outcome]) -> str | None:
    try:
        date, repair = edtf(line.cells[column])
        said += [Repaired(f"line {line.number}: {column}", repair)] if repair else []
        return date
    except ValueError as error:
        said.append(Refused(f"line {line.number}: {column}", f"{error}; the date is left absent"))
        return None


def _id(number: str) -> str:
    return f"desta-{slug(number.replace('+', ' plus '))}"


def _act(line: Line, party: str, action: str | None, date: str | None, where: str) -> dict[str, Any]:
    # The date tells a second accession from the first.
    id = f"{_id(line.cells['base_treaty'] if action != 'signature' else line.cells['number'])}.{party}.{action}"
    cited = _citation(line, where=where, note=None if action == "signature" else line.cells["name"])
    return {"id": f"{id}.{date or 'undated'}", "party": party, "action": action, "date": date, "citations": [cited]}


def _citation(line: Line, where: str = "", note: str | None = None) -> dict[str, Any]:
    locator = f"row {line.number}, {where}" if where else f"row {line.number}"
    return {"source": SOURCE.id, "locator": locator, "confidence": "dataset", "note": note}
