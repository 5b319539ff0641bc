"""Treaties and articles in Akoma Ntoso 3.0, the format of OASIS LegalDocML for legal documents.

What the treaty says and what is said of it here are kept apart: our own words are remarks with the status `editorial`,
a quotation that is not the whole has the status `incomplete`.
"""

import re
from xml.etree.ElementTree import Element

import sqlalchemy as sa

from api.record import Include
from api.resource import Resource
from api.routes.articles import articles
from api.routes.treaties import treaties
from api.standards.akn_meta import Dossier, frbr, meta, note_ids
from api.standards.reading import Fields, plain, whole
from api.standards.values import tag
from api.standards.xml import LANG, say, written

MEDIA_TYPE = "application/akn+xml"
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

STATUS = {"full": None, "excerpt": "incomplete", "gist": "editorial"}
"""The status of an article, by how much of its text is here."""

in_full = Include(articles, "its articles in full.", order="ordinal")


def document(resource: Resource, record: Fields, connection: sa.Connection, revision: int) -> bytes:
    """Write a treaty with its articles, or one article as a portion of its treaty."""
    one = resource is articles
    treaty = whole(treaties, record["treaty"], connection) if one else record
    found = [record] if one else plain(in_full.fetch(treaties.table, [record["id"]], connection)[record["id"]])
    dossier = Dossier(treaty, numbered(found), connection, revision, not one)
    root = Element("akomaNtoso", {"xmlns": NAMESPACE})
    if one:
        portion = say(root, "portion", attributes={"includedIn": frbr(treaty)})
        meta(portion, dossier)
        _articles(say(portion, "portionBody"), dossier)
    else:
        act = say(root, "act", attributes={"name": treaty["kind"], "contains": "singleVersion"})
        meta(act, dossier)
        _preface(act, dossier)
        _articles(say(act, "body"), dossier)
    return written(root)


def numbered(found: list[Fields]) -> dict[str, Fields]:
    """Give articles by their `eId`: after the number as printed, told apart where that is not enough."""
    named: dict[str, Fields] = {}
    for article in found:
        number = re.sub(r"\W+", "-", article["number"]).strip("-").lower()
        name = base = f"art_{number or article['ordinal']}"
        while name in named:
            name = f"{base}-{article['ordinal']}" if name == base else f"{name}-x"
        named[name] = article
    return named


def _preface(act: Element, dossier: Dossier) -> None:
    """Write the titles of a treaty, and what it is about."""
    preface = say(act, "preface")
    for field, language in (("title", "en"), ("title_ru", "ru")):
        if dossier.treaty[field]:
            say(say(preface, "p", attributes={LANG: language}), "docTitle", dossier.treaty[field])
    _remark(preface, dossier.treaty["gist"])
    _sources(preface, note_ids("treaty", dossier.treaty))


def _articles(parent: Element, dossier: Dossier) -> None:
    """Write articles; where none is here, a remark says so."""
    for name, article in dossier.articles.items():
        _article(parent, name, article)
    if not dossier.articles:
        container = say(parent, "hcontainer", attributes={"name": "absent", "eId": "hcontainer_1"})
        content = say(container, "content", attributes={"eId": "hcontainer_1__content"})
        _remark(content, "No article of this treaty is held here.")


def _article(parent: Element, name: str, article: Fields) -> None:
    made = say(parent, "article", attributes={"eId": name, "status": STATUS[article["completeness"]]})
    say(made, "num", article["number"], {"eId": f"{name}__num"})
    if article["heading"]:
        say(made, "heading", article["heading"], {"eId": f"{name}__heading"})
    content = say(made, "content", attributes={"eId": f"{name}__content"})
    for paragraph in (article["text"] or "").splitlines():
        if paragraph.strip():
            say(content, "p", paragraph, {"class": "text", LANG: tag(article["language"])})
    _remark(content, article["gist"])
    _sources(content, note_ids(name, article))


def _remark(parent: Element, text: str | None) -> None:
    """Write what is in our words, and say so."""
    if text:
        paragraph = say(parent, "p", attributes={"class": "gist", "status": "editorial", LANG: "en"})
        say(paragraph, "remark", text, {"status": "editorial"})


def _sources(parent: Element, notes: list[str]) -> None:
    """Point to the notes that name the sources; a paragraph is there in any case, as the format wants one."""
    paragraph = say(parent, "p", attributes={"class": "sources"})
    for number, note in enumerate(notes, 1):
        say(paragraph, "noteRef", attributes={"href": f"#{note}", "marker": str(number)})
