"""Codes of countries as trade statistics write them, which is not always as ISO 3166-1 has them today."""

from collections.abc import Mapping
from typing import NamedTuple

from seed.cells import Read, Reader

RENAMED = {
    "BUR": ("MMR", "Burma became Myanmar in 1989"),
    "BYS": ("BLR", "the Byelorussian SSR became Belarus in 1991"),
    "DHY": ("BEN", "Dahomey became Benin in 1975"),
    "HVO": ("BFA", "Upper Volta became Burkina Faso in 1984"),
    "NHB": ("VUT", "the New Hebrides became Vanuatu in 1980"),
    "ROM": ("ROU", "Romania had this code until 2002"),
    "TMP": ("TLS", "East Timor became Timor-Leste in 2002"),
    "ZAR": ("COD", "Zaire became the Democratic Republic of the Congo in 1997"),
}
"""Former codes of ISO 3166 whose country is the same with another name or code: they are read as its code of today."""

DISSOLVED = {
    "ANT": "the Netherlands Antilles, dissolved in 2010",
    "CSK": "Czechoslovakia, dissolved in 1992",
    "DDR": "the German Democratic Republic, part of Germany since 1990",
    "PCI": "the Pacific Islands (trust territory), dissolved in 1986",
    "PCZ": "the Panama Canal Zone, part of Panama since 1979",
    "SCG": "Serbia and Montenegro, dissolved in 2006",
    "SKM": "Sikkim, part of India since 1975",
    "SUN": "the USSR, dissolved in 1991",
    "SVU": "the USSR, dissolved in 1991",
    "VDR": "the Democratic Republic of Viet-Nam, part of Viet Nam since 1976",
    "SVR": "the Republic of Viet-Nam, part of Viet Nam since 1976",
    "YDR": "Democratic Yemen, part of Yemen since 1990",
    "YMD": "Democratic Yemen, part of Yemen since 1990",
    "YUG": "Yugoslavia, dissolved from 1991 on",
}
"""Codes of what no country of today is: what it traded is nobody else's."""

OTHER = {
    "BLX": "Belgium and Luxembourg together",
    "BUN": "bunkers",
    "FRE": "free zones",
    "SPE": "special categories",
    "UNS": "unspecified partners",
}
"""Codes that statistics have for what is no single country."""


class Codes(NamedTuple):
    """Reads codes of countries: `known` gives the id of each, `given` what the user says that others stand for."""

    known: Mapping[str, str]
    given: Mapping[str, str] = {}

    def reader(self, *, optional: bool) -> Reader:
        """Give what reads a code; an empty one is no country where that may be."""

        def read(text: str) -> Read:
            if optional and not text.strip():
                return Read(None)
            return self.read(text)

        return read

    def read(self, text: str) -> Read:
        """Read a code. Raises ValueError, with what to do, where it names no country that is stored."""
        code = text.strip().upper()
        if code in self.given:
            return Read(self.known_id(self.given[code]), f"{code} stands for {self.given[code]}, as `--country` says")
        if code in self.known:
            return Read(self.known[code], None if code == text.strip() else f"{text!r} is read as {code}")
        if code in RENAMED:
            now, why = RENAMED[code]
            return Read(self.known_id(now), f"{code} is read as {now}: {why}")
        raise ValueError(_unknown(code))

    def known_id(self, id: str) -> str:
        """Give the id of a country. Raises ValueError where it is not stored."""
        if id in set(self.known.values()):
            return id
        raise ValueError(_unknown(id))


def _unknown(code: str) -> str:
    what = DISSOLVED.get(code) or OTHER.get(code)
    if what:
        return f"{code} is {what}, and no country has it; `--country {code}=…` says whom it stands for here"
    return f"no country has the code {code!r}; import `countries` first, or say `--country {code}=…`"
