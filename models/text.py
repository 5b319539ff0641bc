"""Text as it is compared: without case, accents or punctuation, the same on every database."""

import re
import unicodedata


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
    return re.findall(r"[^\W_]+", fold(text))
