"""`tota`: treaties with the full text of their articles, from the XML files of Texts of Trade Agreements."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element

from models.source import SourceKind
from seed.importers.dates import edtf
from seed.importers.reading import Reference, checked, unknown
from seed.importers.tota_articles import articles
from seed.importers.xml import parse
from seed.records import SourceRecord
from seed.report import WHOLE, Outcome, Refused, Repaired
from seed.treaty import TreatyRecord

SOURCE = SourceRecord(
    id="tota",
    title="Texts of Trade Agreements (ToTA)",
    author="Wolfgang Alschner, Julia Seiermann, Dmitriy Skougarevskiy",
    published="2017",
    url="https://github.com/mappingtreaties/tota",
    kind=SourceKind.TREATY_TEXT,
    licence="CC BY-NC 4.0",
)
STATUSES = {
    "In Force": "in_force",
    "Inactive": "terminated",
    "Early announcement-Signed": "signed",
    "Early announcement-Under negotiation": "negotiating",
}
SCOPES = {"Bilateral": "bilateral", "Plurilateral": "multilateral"}
DATES = {"signed": "date_signed", "in_force": "date_into_force", "terminated": "date_inactive"}
NOTED = ("notification", "date_notification", "end_implementation", "composition", "region", "parties_wto")
"""Of what no field takes, this stands in the note of the treaty's citation; so do its texts' addresses."""

OTHER = ("name", "type", "treaty_identifier", "status", "language", "wto_rta_id", "crossregional", "source")
FAMILY = ("parties_original", "parties", "related_agreement_wto_id")
KNOWN = {*OTHER, *NOTED, *DATES.values(), *FAMILY}


def read(raw: BinaryIO, known: Reference) -> Iterator[Outcome]:
    """Give the treaty of a file with its acts, relations and articles."""
    yield from Treaty(parse(raw, "treaty"), known).outcomes()


def names(raw: BinaryIO) -> Iterator[tuple[str, str]]:
    """Give the number that the WTO has for the treaty of a file, with its id here: relations name the former."""
    meta = parse(raw, "treaty").find("meta")
    if meta is not None and (number := _text(meta, "wto_rta_id")):
        yield number, f"tota-{_text(meta, 'treaty_identifier')}"


class Treaty:
    """One file: the reading of its elements into the record of a treaty, and what there is to say about them."""

    def __init__(self, root: Element, known: Reference) -> None:
        self.root, self.known = root, known
        self.meta = root.find("meta") or Element("meta")
        self.id = f"tota-{_text(self.meta, 'treaty_identifier')}".lower()
        self.said: list[Outcome] = []

    def outcomes(self) -> Iterator[Outcome]:
        """Give the treaty, after what was repaired in it and what of it is refused."""
        values = {**self.fields(), "citations": self.citations()}
        values["parties"] = self.acts(values)
        values["relations"] = self.relations()
        values["articles"] = articles(self.root, self.id, SOURCE.id, _text(self.meta, "language") or None, self.said)
        self.said += [
            Refused(f"meta/{child.tag}", "the format has no such element: it is left out")
            for child in self.meta
            if child.tag not in KNOWN
        ]
        yield from self.said
        yield checked(WHOLE, TreatyRecord, values)

    def fields(self) -> dict[str, Any]:
        """Read what the treaty is."""
        dates = {name: self.date(tag) for name, tag in DATES.items()}
        if dates["signed"] and dates["in_force"] and dates["in_force"] < dates["signed"]:
            self.said.append(
                Repaired("meta/date_into_force", "entry into force before signature: both are kept, with a note")
            )
        return {
            **dates,
            "id": self.id,
            "title": _text(self.meta, "name"),
            # What the corpus holds are trade agreements; what each calls itself is only in its text.
            "kind": "agreement",
            "status": self.chosen(STATUSES, "status"),
            "scope": self.chosen(SCOPES, "composition"),
            "subjects": sorted({part.strip() for part in _text(self.meta, "type").split("&") if part.strip()}),
        }

    def date(self, tag: str) -> str | None:
        """Read a date."""
        try:
            date, repair = edtf(_text(self.meta, tag))
        except ValueError as error:
            self.said.append(Refused(f"meta/{tag}", f"{error}; the date is left absent"))
            return None
        if repair:
            self.said.append(Repaired(f"meta/{tag}", repair))
        return date

    def chosen(self, words: dict[str, str], tag: str) -> str | None:
        """Read a word of a vocabulary; of several, separated by a semicolon, the first."""
        text = _text(self.meta, tag)
        if text and text.partition(";")[0].strip() not in words:
            self.said.append(Refused(f"meta/{tag}", f"{text!r} is none of {', '.join(words)}: it is left absent"))
        return words.get(text.partition(";")[0].strip())

    def citations(self) -> list[dict[str, Any]]:
        """Cite the file for the treaty, and say what no field takes."""
        noted = [f"{tag}: {_text(self.meta, tag)}" for tag in (*NOTED, "crossregional") if _text(self.meta, tag)]
        noted += [f"{s.get('type')} ({s.get('lang')}): {s.text}" for s in self.meta.iter("source") if s.text]
        wto = _text(self.meta, "wto_rta_id")
        cited = [_citation(f"treaty, WTO {wto}" if wto else "treaty", note="; ".join(noted) or None)]
        kind = _citation("meta/type", note="Read as an agreement: the corpus holds trade agreements.")
        cited.append(kind | {"field": "kind", "confidence": "partly_inferred"})
        signed, begun = (_text(self.meta, tag) for tag in ("date_signed", "date_into_force"))
        if signed and begun and begun < signed:
            note = f"Before the signature ({signed}); provisional application, or a mistake of the source."
            cited.append(_citation("meta/date_into_force", note=note) | {"field": "in_force"})
        return cited

    def acts(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        """Give the acts of the parties.

        The original parties sign, and the treaty enters into force for them. Of those that are parties now and were not
        at first, or the other way round, the acts are inferred, without a date.
        """
        first, now = self.parties("parties_original"), self.parties("parties")
        found = []
        for party, place in first.items():
            found += [_act(party, "signature", place, date=values["signed"])]
            if values["in_force"]:
                note = "The date of the treaty as a whole." if len(first) > 2 else None
                found += [_act(party, "entry_into_force", place, date=values["in_force"], note=note)]
        # A treaty that ended has no parties now: nobody withdrew.
        if now:
            joined, left = "accession", "withdrawal"
            found += [_inferred(party, joined, now[party], "among the first") for party in now if party not in first]
            found += [_inferred(party, left, first[party], "there now") for party in first if party not in now]
        return found

    def parties(self, tag: str) -> dict[str, str]:
        """Give the countries of a list of parties, with the place of each."""
        found: dict[str, str] = {}
        for number, code in enumerate(self.meta.findall(f"{tag}/partyisocode"), start=1):
            place, text = f"meta/{tag}/partyisocode[{number}]", (code.text or "").strip()
            country = self.known.iso3.get(text)
            if not text:
                self.said.append(Repaired(place, "an empty element: left out"))
            elif country is None:
                self.said.append(Refused(place, unknown("partyisocode", text)))
            elif country in found:
                self.said.append(Repaired(place, "a party that is there twice: taken once"))
            else:
                found[country] = place
        return found

    def relations(self) -> list[dict[str, Any]]:
        """Give the treaties that the WTO names as related."""
        found: dict[str, dict[str, Any]] = {}
        for number, element in enumerate(self.meta.findall("related_agreement_wto_id"), start=1):
            place, wto = f"meta/related_agreement_wto_id[{number}]", (element.text or "").strip()
            related = self.known.treaties.get(wto)
            if related is None:
                words = f"no treaty with the WTO's number {wto!r} is here or in this import; import its file along"
                self.said.append(Refused(place, words))
            else:
                values = {"relation": "refers_to", "related": related}
                found[related] = values | {"citations": [_citation(place, note="The WTO names it as related.")]}
        return list(found.values())


def _text(meta: Element, tag: str) -> str:
    return re.sub(r"\s+", " ", meta.findtext(tag) or "").strip()


def _citation(locator: str, note: str | None = None) -> dict[str, Any]:
    return {"source": SOURCE.id, "locator": locator, "confidence": "dataset", "note": note}


def _act(party: str, action: str, place: str, **values: Any) -> dict[str, Any]:
    return {
        "party": party,
        "action": action,
        "date": values.get("date"),
        "citations": [_citation(place, note=values.get("note"))],
    }


def _inferred(party: str, action: str, place: str, where: str) -> dict[str, Any]:
    act = _act(party, action, place, note=f"Inferred: {party} is in this list of parties and not {where}.")
    act["citations"][0]["confidence"] = "partly_inferred"
    return act
