"""Text as it is compared."""

from hypothesis import given
from hypothesis import strategies as st

from models.text import fold, tokens


def test_case_accents_and_punctuation_do_not_matter() -> None:
    assert fold("ÉCOLE Straße Ёлка") == fold("ecole STRASSE елка") == "ecole strasse елка"
    assert tokens("Good-neighbourliness, №5 (2013)") == ["good", "neighbourliness", "no5", "2013"]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert tokens(" ".join(tokens(text))) == tokens(text)
