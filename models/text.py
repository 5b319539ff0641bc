"""Text as it is compared: without case, accents or punctuation, the same on every database."""

import re
import unicodedata

LONGEST = 500
"""Letters of a word that tell it from others: PostgreSQL's full text takes 2,046 bytes, and a letter may have four."""


def fold(text: str) -> str:
    """Lower-case text without accents or other marks (NFKD), for comparing and sorting.

    >>> fold("Nazarbayev in ASTANÁ")
    'nazarbayev in astana'
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def tokens(text: str) -> list[str]:
    """Give the folded words of a text in order, letters and digits only.

    >>> tokens("Good-neighbourliness, 2013!")
    ['good', 'neighbourliness', '2013']
    """
    return [word[:LONGEST] for word in re.findall(r"[^\W_]+", fold(text))]
