"""Works to cite in BibTeX: entries of the one type that every style knows, with what LaTeX would run escaped."""

import re
from collections.abc import Iterable

from api.standards.cite import Work

MEDIA_TYPE = "application/x-bibtex"

SPECIAL = str.maketrans(
    {mark: f"\\{mark}" for mark in "$&#%_"}
    | {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
    # BibTeX counts braces whatever stands before them: one alone would never end.
    | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
)
LIGATURE = re.compile(r"(?<=([-`'<>,]))(?=\1)|(?<=[?!])(?=`)")
"""Between marks that LaTeX would draw as one."""

PLAIN = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
"""Dates whose parts say all of it."""

UNFIT = re.compile(r"[^A-Za-z0-9.:+_-]")
"""What a key must not have in it."""

RAW = str.maketrans({mark: f"%{ord(mark):02X}" for mark in '{}\\ "<>^`|'})
"""Marks that no address has, and that would end or change the field."""


def bibtex(works: Iterable[Work]) -> bytes:
    """Write a file with an entry for each work, in UTF-8."""
    return "\n".join(_entry(work) for work in works).encode()


def _entry(work: Work) -> str:
    fields = {
        "title": f"{{{escaped(work.title)}}}",
        # In braces a name is one, whatever it is made of: which part is the family's is not known.
        "author": " and ".join(f"{{{escaped(name)}}}" for name in work.authors),
        "publisher": escaped(work.publisher or ""),
        "url": (work.url or "").translate(RAW),
        **_issued(work.issued or ""),
        "number": escaped(work.number or ""),
        "langid": LANGUAGES.get(work.language or "", ""),
        "note": escaped(work.note or ""),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{UNFIT.sub('-', work.key)},\n{lines}}}\n"


def escaped(text: str) -> str:
    """Give a text as LaTeX prints it: every mark for itself, white space as single spaces."""
    return LIGATURE.sub("{}", " ".join(text.split()).translate(SPECIAL))


def _issued(text: str) -> dict[str, str]:
    """Give the parts of a date as far as they are known; the date in EDTF where it says more, as BibLaTeX takes it."""
    if PLAIN.fullmatch(text):
        return dict(zip(("year", "month", "day"), text.split("-"), strict=False))
    years = set(re.findall(r"(?<![\d-])\d{4}", text))
    return {"date": text, **({"year": years.pop()} if len(years) == 1 and ".." not in text else {})}


LANGUAGES = {"en": "english", "ru": "russian", "de": "german", "fr": "french"}
"""Names of languages in LaTeX."""
