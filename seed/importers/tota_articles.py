"""The articles of a ToTA file, each under its number as printed.

The word for article is not part of a number: `ARTICLE 9 BIS` is number `9 BIS`, in whatever language. A preamble or
a conclusion is an article without a number, under the name of its chapter. A number that is there already is followed
by what its chapter is called, `1 (CHAPTER II)`.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from seed.report import Outcome, Refused, Repaired
from seed.rows import slug

WORD = re.compile(r"(art[ií]culos?|articles?|artigos?|articol[oi]|art\.)\s*[.:]?\s+(?=\S)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MISREAD = re.compile("[ÃÂÐÑ][\x80-¿ŠšŽžŒœŸƒˆ˜–—‘’‚“”„†‡•…‰‹›€™?]{1}[ÃÂÐÑ]|[ÀÁÃÄÅÎÏÑÒÓÔÕÖØÈÉÊËÌÍ]{5}|\ufffd")
"""Text that was once read in a wrong encoding: UTF-8 or Cyrillic letters as Western ones, or letters that were lost."""

LONGEST_NUMBER, LONGEST_HEADING = 200, 500


class Place(NamedTuple):
    """An article, its chapter, and where both stand in the file, counted from 1."""

    chapter: Element
    article: Element
    path: str

    @property
    def chapter_name(self) -> str:
        """What its chapter is called: by number and by name, as far as there are any."""
        return ": ".join(text for name in ("number", "name") if (text := _attribute(self.chapter, name)))


def articles(
    root: Element, treaty: str, source: str, language: str | None, said: list[Outcome]
) -> list[dict[str, Any]]:
    """Give the articles of a file in their order; adds to `said` what was repaired and what is left out."""
    found: list[dict[str, Any]] = []
    numbers: set[str] = set()
    ids: set[str] = set()
    for ordinal, place in enumerate(places := list(_places(root, said)), start=1):
        number = _free(_number(place, ordinal, places, said), place, numbers, said)
        numbers.add(number)
        id = f"{treaty}.art-{slug(number)}"
        if id in ids:
            # Numbers that differ in signs only, as 1.1 and 1-1.
            id = f"{id}-{_attribute(place.article, 'article_identifier') or ordinal}"
        ids.add(id)
        found.append(
            {
                **_text(place, said),
                "id": id,
                "number": number,
                "ordinal": ordinal,
                "heading": _heading(place, said),
                "language": language,
                "citations": [_citation(place, source)],
            }
        )
    return found


def _citation(place: Place, source: str) -> dict[str, Any]:
    printed = " ".join(text for name in ("number", "name") if (text := _attribute(place.article, name)))
    note = "; ".join(
        f"{what}: {text}"
        for what, text in (
            ("chapter", place.chapter_name),
            ("printed as", printed),
            ("article_identifier", _attribute(place.article, "article_identifier")),
        )
        if text
    )
    return {"source": source, "locator": place.path, "confidence": "dataset", "note": note or None}


def _places(root: Element, said: list[Outcome]) -> Iterator[Place]:
    """Give the articles, and say what else is in the body."""
    body = root.find("body")
    if body is None or not len(body):
        said.append(Repaired("body", "an empty element: the treaty is stored without articles"))
    for where, element in enumerate(body if body is not None else (), start=1):
        path = f"chapter[{where}]"
        inside = list(element) if element.tag == "chapter" else [element]
        if (element.tag == "chapter" and (element.text or "").strip()) or (element.tail or "").strip():
            said.append(Refused(path, "text outside of an article: left out"))
        if not inside:
            said.append(Repaired(path, "an empty element: left out"))
        for number, article in enumerate(inside, start=1):
            if article.tag != "article":
                said.append(Refused(f"{path}/{article.tag}", "the format has no such element: it is left out"))
                continue
            if element.tag == "chapter" and (article.tail or "").strip():
                said.append(Refused(path, "text outside of an article: left out"))
            yield Place(element, article, f"{path}/article[{number}]")


def _attribute(element: Element, name: str) -> str:
    return re.sub(r"\s+", " ", element.get(name) or "").strip()


def _number(place: Place, ordinal: int, places: list[Place], said: list[Outcome]) -> str:
    """Give the number as printed, or what an article without one is called."""
    printed = _attribute(place.article, "number")
    number = WORD.sub("", printed, count=1) if WORD.match(printed) else printed
    if len(number) > LONGEST_NUMBER:
        said.append(Repaired(place.path, "a number of more than 200 letters: cut, and whole in the citation"))
    if number:
        return number[:LONGEST_NUMBER]
    if name := _attribute(place.chapter, "name") or _attribute(place.article, "name"):
        return name[:LONGEST_NUMBER]
    numbered = [n for n, other in enumerate(places, start=1) if _attribute(other.article, "number")]
    name = (
        "Preamble"
        if ordinal < min(numbered, default=0)
        else "Conclusion"
        if ordinal > max(numbered, default=ordinal)
        else ""
    )
    said.append(Repaired(place.path, f"an article without number and name: called {name or 'Unnumbered'} by its place"))
    return name or "Unnumbered"


def _free(number: str, place: Place, taken: set[str], said: list[Outcome]) -> str:
    """Tell a number from the same one before it."""
    if number not in taken:
        return number
    chapter = _attribute(place.chapter, "number") or place.path.partition("/")[0]
    told = f"{number} ({chapter})"[:LONGEST_NUMBER]
    while told in taken:
        told = f"{number} ({place.path})"
    said.append(Repaired(place.path, f"the article number {number!r} is there before: stored as {told!r}"))
    return told


def _heading(place: Place, said: list[Outcome]) -> str | None:
    heading = _attribute(place.article, "name")
    if len(heading) > LONGEST_HEADING:
        said.append(Repaired(place.path, "a heading of more than 500 letters: cut, and whole in the citation"))
    return heading[:LONGEST_HEADING].strip() or None


def _text(place: Place, said: list[Outcome]) -> dict[str, Any]:
    """Give the text byte for byte, apart from what no text of ours holds: white space around it, and control codes."""
    if len(place.article):
        said.append(Repaired(place.path, "elements inside of an article: their text is kept, their marks are left out"))
    whole = "".join(place.article.itertext())
    text = CONTROL.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))
    if text != whole:
        said.append(Repaired(place.path, "control codes: carriage returns are line feeds, others are left out"))
    if text != text.strip() and text.strip():
        said.append(Repaired(place.path, "white space around an article's text: left out"))
    if found := MISREAD.search(text):
        words = "letters that were read in a wrong encoding before: kept as they are, not guessed"
        said.append(Repaired(f"{place.path}, near {text[max(0, found.start() - 8) : found.end() + 8]!r}", words))
    if not text.strip():
        said.append(Repaired(place.path, "an article without text: stored by its number and heading"))
    return {"text": text.strip() or None, "completeness": "full" if text.strip() else "gist"}
