"""What Akoma Ntoso says about a document: which work it is, its parties, what happened to it, and who says so."""

from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

import sqlalchemy as sa

from api.standards.addresses import address, path_of
from api.standards.reading import BY_NAME, Fields, committed
from api.standards.values import exact, tag
from api.standards.xml import fit, say, tell
from models.dates import EARLIEST, LATEST, period_days

OURS = {"source": "#entente"}
"""Who says so in the whole of the metadata: this service, which names its own sources in the notes."""

AREA = "xx"
"""In place of a country: ISO 3166 leaves this code to its users, and a treaty is of no one country."""

LANGUAGES = {"en": "eng", "ru": "rus", "fr": "fra", "de": "deu", "es": "spa", "zh": "zho", "ar": "ara", "pt": "por"}
"""Three letters of ISO 639-2, as the naming convention wants; any other language keeps its two."""

EVENTS = {"signed": "generation", "in_force": "generation", "terminated": "repeal"}
"""Dates of a treaty that are events of its life, and what they do to it."""

SHOWN = {"signed": "Signature", "in_force": "Entry into force", "terminated": "Termination"}


class Dossier(NamedTuple):
    """A treaty, the articles of it that are written, by their `eId`, and the data that they are from.

    Without `whole`, they are a portion of it, and what there is to know of the treaty is left to its own document.
    """

    treaty: Fields
    articles: dict[str, Fields]
    connection: sa.Connection
    revision: int
    whole: bool

    @property
    def records(self) -> dict[str, Fields]:
        """Everything that the document tells in full, by its name in there."""
        return {**({"treaty": self.treaty} if self.whole else {}), **self.articles}


def frbr(treaty: Fields) -> str:
    """Give the name of a treaty as a work, after the naming convention of Akoma Ntoso.

    It has the day of signature, or the first year that may be meant: the first of all where nobody says when.
    """
    signed = treaty["signed"]
    first = (period_days(signed).earliest if signed else EARLIEST).isoformat()
    return f"/akn/{AREA}/act/{treaty['kind']}/{first if exact(signed) else first[:4]}/{treaty['id']}"


def meta(parent: Element, dossier: Dossier) -> None:
    """Write the metadata, in the order that the format wants."""
    made = say(parent, "meta")
    _identification(made, dossier)
    if dossier.treaty["subjects"]:
        classification = say(made, "classification", attributes=OURS)
        for subject in dossier.treaty["subjects"]:
            about = {"value": subject, "showAs": subject, "dictionary": address("/v1/treaties/stats?group_by=subject")}
            say(classification, "keyword", attributes=about)
    _lifecycle(made, dossier.treaty)
    _workflow(made, dossier.treaty)
    _references(made, dossier.treaty)
    _notes(made, dossier)
    _proprietary(made, dossier)


def _identification(parent: Element, dossier: Dossier) -> None:
    treaty, work = dossier.treaty, frbr(dossier.treaty)
    made = say(parent, "identification", attributes=OURS)
    spoken = dict.fromkeys(["en", *(tag(article["language"]) for article in dossier.articles.values())])
    languages = [LANGUAGES.get(code, code) for code in spoken if code]
    expression = f"{work}/{languages[0]}@"
    first = _level(made, "FRBRWork", work, treaty)
    say(first, "FRBRcountry", attributes={"value": AREA})
    say(first, "FRBRsubtype", attributes={"value": treaty["kind"]})
    say(first, "FRBRname", attributes={"value": treaty["id"]})
    second = _level(made, "FRBRExpression", expression, treaty)
    for language in languages:
        say(second, "FRBRlanguage", attributes={"language": language})
    third = say(made, "FRBRManifestation")
    _uris(third, f"{expression}/main.xml", f"{expression}.akn")
    made_on, name = committed(dossier.connection, dossier.revision), f"revision {dossier.revision} of the data"
    say(third, "FRBRdate", attributes={"date": f"{made_on:%Y-%m-%d}", "name": name})
    say(third, "FRBRauthor", attributes={"href": "#entente", "as": "#editor"})
    say(third, "FRBRformat", attributes={"value": "application/akn+xml"})


def _uris(parent: Element, this: str, uri: str) -> None:
    say(parent, "FRBRthis", attributes={"value": this})
    say(parent, "FRBRuri", attributes={"value": uri})


def _level(parent: Element, name: str, uri: str, treaty: Fields) -> Element:
    """Write what work and expression have in common. A date that is not one day is told by the days that bound it."""
    made, signed = say(parent, name), treaty["signed"]
    _uris(made, f"{uri}/!main", uri)
    say(made, "FRBRalias", attributes={"value": treaty["title"], "name": "title"})
    say(made, "FRBRalias", attributes={"value": address(path_of("treaties", treaty["id"])), "name": "record"})
    first, last = period_days(signed) if signed else (EARLIEST, LATEST)
    bounds = {"signed": first} if exact(signed) else {"signed-no-earlier-than": first, "signed-no-later-than": last}
    for told, day in bounds.items():
        say(made, "FRBRdate", attributes={"date": day.isoformat(), "name": told})
    for party in _parties(treaty) or {"": ""}:
        say(made, "FRBRauthor", attributes={"href": f"#{_party(party)}", "as": "#party"})
    return made


def _parties(treaty: Fields) -> dict[str, str]:
    """Give the names of those who have acted on a treaty, by their ids."""
    return {act["party"]: act["party_name"] or act["party"] for act in treaty["parties"]}


def _party(id: str) -> str:
    return f"party_{id}" if id else "parties"


def _lifecycle(parent: Element, treaty: Fields) -> None:
    """Write the events whose day is known."""
    known = {name: day for name in EVENTS if (day := exact(treaty[name]))}
    made = say(parent, "lifecycle", attributes=OURS) if known else parent
    for name, day in known.items():
        told = {"date": day.isoformat(), "source": "#entente", "type": EVENTS[name]}
        say(made, "eventRef", attributes={"eId": f"event_{name}", **told, "refersTo": f"#{name}"})


def _workflow(parent: Element, treaty: Fields) -> None:
    """Write the acts of the parties whose day is known."""
    known = [(act, day) for act in treaty["parties"] if (day := exact(act["date"]))]
    made = say(parent, "workflow", attributes=OURS) if known else parent
    for number, (act, day) in enumerate(known, 1):
        told = {"date": day.isoformat(), "by": f"#{_party(act['party'])}", "as": "#party"}
        say(made, "step", attributes={"eId": f"step_{number}", **told, "outcome": f"#{act['action']}"})


def _references(parent: Element, treaty: Fields) -> None:
    """Write what the rest of the metadata points to: treaties it is tied to, organizations, roles, events, acts."""
    made = say(parent, "references", attributes=OURS)
    for number, tie in enumerate((tie for tie in treaty["relations"] if tie["kind"] == "treaty"), 1):
        told = {"href": address(path_of("treaties", tie["related"])), "showAs": tie["related_title"] or tie["related"]}
        say(made, "activeRef", attributes={"eId": f"ref_{number}", **told})
    _known(made, "TLCOrganization", "entente", "Entente", address("/v1/meta"))
    for id, name in _parties(treaty).items():
        of = BY_NAME["country" if id.isupper() else "organization"]
        _known(made, "TLCOrganization", _party(id), name, address(path_of(of.path, id)))
    if not treaty["parties"]:
        _known(made, "TLCConcept", _party(""), "The parties, which no source here names")
    for event in EVENTS:
        if exact(treaty[event]):
            _known(made, "TLCEvent", event, SHOWN[event])
    _known(made, "TLCRole", "party", "Party")
    _known(made, "TLCRole", "editor", "Editor")
    for action in dict.fromkeys(act["action"] for act in treaty["parties"] if exact(act["date"])):
        _known(made, "TLCConcept", action, action.replace("_", " "))


def _known(parent: Element, name: str, id: str, shown: str, href: str = "") -> None:
    kind = name.removeprefix("TLC").lower()
    say(parent, name, attributes={"eId": id, "href": href or f"/akn/ontology/{kind}/{AREA}/{id}", "showAs": shown})


def note_ids(owner: str, record: Fields) -> list[str]:
    """Give the ids of the notes with the sources of a treaty or an article."""
    return [f"note_{owner}_{number}" for number in range(1, len(record["citations"]) + 1)]


def _notes(parent: Element, dossier: Dossier) -> None:
    """Write a note for each citation: the source, the place in it, and what it bears on."""
    found = [
        (id, citation)
        for owner, record in dossier.records.items()
        for id, citation in zip(note_ids(owner, record), record["citations"], strict=True)
    ]
    made = say(parent, "notes", attributes=OURS) if found else parent
    for id, citation in found:
        paragraph = say(say(made, "note", attributes={"eId": id}), "p")
        href = address(path_of("sources", citation["source"]))
        link = say(paragraph, "ref", citation["source_title"], {"href": href})
        parts = (citation["locator"], citation["field"], citation["value"], citation["confidence"], citation["note"])
        link.tail = fit("; ".join(["", *(str(part) for part in parts if part)]))


def _proprietary(parent: Element, dossier: Dossier) -> None:
    """Write the records as they stand, but for what the document has in words: dates as precise as they are."""
    made = say(parent, "proprietary", attributes=OURS)
    spoken = ("citations", "text", "gist", "heading", "articles")
    for owner, record in dossier.records.items():
        kind = "treaty" if record is dossier.treaty else "article"
        inner = SubElement(made, "record", {"xmlns": "urn:entente:record", "of": kind, "in": owner})
        for field, value in record.items():
            if field not in spoken:
                tell(inner, field, value)
