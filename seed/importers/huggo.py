"""`huggo`: acts of the parties to trade agreements, as coded by hand from treaty texts (HUGGO, in `manytrade`)."""

from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from models.source import SourceKind
from seed.importers.dates import edtf
from seed.importers.reading import Line, Reference, checked, lines, noted, unknown
from seed.records import SourceRecord
from seed.report import Accepted, Outcome, Refused, Repaired
from seed.rows import slug
from seed.treaty import TreatyActsRecord, TreatyRecord

SOURCE = SourceRecord(
    id="huggo",
    title="HUGGO: parties to trade agreements",
    publisher="PANARCHIC, the many packages (globalgov/manytrade)",
    url="https://github.com/globalgov/manytrade",
    kind=SourceKind.DATASET,
    language="en",
    licence="CC BY 4.0",
)
TREATY = {"signed": "Signature", "in_force": "Force", "terminated": "End"}
ACTS = {
    "StateSignature": "signature",
    "StateRatification": "ratification",
    "Accession": "accession",
    "StateForce": "entry_into_force",
}
NEEDED = ("treatyID", "Title", "stateID", *TREATY.values(), *ACTS, "StateEnd", "Succession")
NOTED = ("manyID", "gptadID", "Begin", "Coder", "url", "Rat=Notif", "StateName")


class Treaty(NamedTuple):
    """What the first line of a treaty says of it, with its number; later lines are compared with it."""

    line: int
    values: dict[str, Any]


def read(raw: BinaryIO, known: Reference) -> Iterator[Outcome]:
    """Give the acts of one party a line; the first line of a treaty gives the treaty as well."""
    treaties: dict[str, Treaty] = {}
    for line in lines(raw, NEEDED, encoding="mac_roman"):
        said: list[Outcome] = []
        cells = _mended(line, said)
        party = known.iso3.get(cells["stateID"])
        if party is None:
            yield Refused(line.number, unknown("stateID", cells["stateID"]))
            continue
        row = Row(line.number, cells, said)
        id = f"huggo-{slug(cells['treatyID'])}"
        values = {"title": cells["Title"], **row.dates(TREATY)}
        first = treaties.get(id)
        made: dict[str, Any] = {"id": id, "parties": row.acts(party, id, values["terminated"])}
        if first is None:
            made |= values | {"kind": _kind(cells["Title"]), "citations": row.citations(values)}
        else:
            row.compare(first, values)
        yield from said
        outcome = checked(line.number, TreatyActsRecord if first else TreatyRecord, made)
        if first is None and isinstance(outcome, Accepted):
            treaties[id] = Treaty(line.number, values)
        yield outcome


def _mended(line: Line, said: list[Outcome]) -> dict[str, str]:
    """Read as UTF-8 what was pasted as UTF-8 into a file of Mac Roman: other text is hardly ever valid in it."""
    cells = dict(line.cells)
    for column, text in line.cells.items():
        if text.isascii():
            continue
        try:
            cells[column] = text.encode("mac_roman").decode("utf-8")
        except UnicodeDecodeError:
            continue
        said.append(Repaired(f"line {line.number}: {column}", "UTF-8 in a file of Mac Roman: read as UTF-8"))
    # No-break spaces between the words of a name say nothing.
    return {column: text.replace("\xa0", " ") for column, text in cells.items()}


def _kind(title: str) -> str:
    return "protocol" if "protocol" in title.lower() else "agreement"


class Row:
    """One line: the reading of its cells, and what there is to say about them."""

    def __init__(self, number: int, cells: dict[str, str], said: list[Outcome]) -> None:
        self.number, self.cells, self.said = number, cells, said

    def date(self, column: str) -> str | None:
        """Read a date."""
        place = f"line {self.number}: {column}"
        try:
            date, repair = edtf(self.cells[column])
        except ValueError as error:
            self.said.append(Refused(place, f"{error}; the date is left absent"))
            return None
        if repair:
            self.said.append(Repaired(place, repair))
        return date

    def dates(self, columns: dict[str, str]) -> dict[str, str | None]:
        """Read the dates of the treaty."""
        return {name: self.date(column) for name, column in columns.items()}

    def acts(self, party: str, treaty: str, terminated: str | None) -> list[dict[str, Any]]:
        """Give the acts of the line's party; that a state's own end is a withdrawal is inferred."""
        dated = {action: date for column, action in ACTS.items() if (date := self.date(column))}
        acts = [self.act(treaty, party, action, date) for action, date in dated.items()]
        if self.cells["Succession"] == "1":
            acts.append(self.act(treaty, party, "succession", None))
        signed, begun = dated.get("signature"), dated.get("entry_into_force")
        if signed and begun and begun < signed:
            place = f"line {self.number}: StateForce"
            self.said.append(Repaired(place, "entry into force before signature: both are kept, with a note"))
            self.note(acts, "entry_into_force", f"Before the signature ({signed}).")
        ended = self.date("StateEnd")
        if ended and ended != terminated:
            acts.append(self.act(treaty, party, "withdrawal", ended))
            self.note(acts, "withdrawal", "Inferred: an end for this party, which is not that of the treaty.")
            acts[-1]["citations"][0]["confidence"] = "partly_inferred"
        if not acts:
            words = "a party without any date: stored as a signature without a date, which is inferred"
            self.said.append(Repaired(f"line {self.number}", words))
            acts = [self.act(treaty, party, "signature", None)]
            self.note(acts, "signature", "Inferred: the line names the party and no act of it.")
            acts[0]["citations"][0]["confidence"] = "partly_inferred"
        return acts

    def note(self, acts: list[dict[str, Any]], action: str, words: str) -> None:
        """Put words before the note of an act's citation."""
        cited = next(act for act in acts if act["action"] == action)["citations"][0]
        cited["note"] = " ".join(filter(None, (words, cited["note"])))

    def act(self, treaty: str, party: str, action: str, date: str | None) -> dict[str, Any]:
        """Give an act; the date in its id tells a second accession from the first."""
        id = f"{treaty}.{party}.{action}.{date or 'undated'}"
        return {"id": id, "party": party, "action": action, "date": date, "citations": [self.citation()]}

    def citations(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        """Cite the line for its treaty."""
        kind = self.citation("Read from the title.") | {"field": "kind", "confidence": "partly_inferred"}
        found = [self.citation(noted(self.cells, ("treatyID", "manyID", "gptadID", "Begin"))), kind]
        if values["signed"] and values["in_force"] and values["in_force"] < values["signed"]:
            place = f"line {self.number}: Force"
            self.said.append(Repaired(place, "entry into force before signature: both are kept, with a note"))
            found.append(self.citation(f"Before the signature ({values['signed']}).") | {"field": "in_force"})
        return found

    def citation(self, note: str | None = None) -> dict[str, Any]:
        """Cite the line, with what no field takes."""
        words = note or noted(self.cells, NOTED)
        return {"source": SOURCE.id, "locator": f"row {self.number}", "confidence": "dataset", "note": words}

    def compare(self, first: Treaty, values: dict[str, Any]) -> None:
        """Say where a line has another date or title for its treaty than the line before, which stands."""
        for name, value in values.items():
            if value != first.values[name]:
                words = f"{name} of the treaty is not that of its first line, which stands"
                self.said.append(
                    Refused(f"line {self.number}: {value!r}, line {first.line}: {first.values[name]!r}", words)
                )
