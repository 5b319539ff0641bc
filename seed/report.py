"""What an import did with each line or element of its files: accepted, repaired or refused; nothing goes unsaid."""

from collections import Counter
from typing import Any, NamedTuple

Place = int | str
"""Where in a file: a line number, or words such as `tota-12.xml: article 3`."""


WHOLE = "the whole file"
"""The place of what stands for all of its file."""


class Accepted(NamedTuple):
    """A record that is to be stored, and where it was found."""

    place: Place
    record: Any


class Repaired(NamedTuple):
    """Something that was read otherwise than it was written; `what` says how."""

    place: Place
    what: str


class Refused(NamedTuple):
    """Something that is not stored; `what` says why, and what would mend it."""

    place: Place
    what: str


Outcome = Accepted | Repaired | Refused
"""What the reading function of an importer yields."""


class Report:
    """The account of one import. The same words about many places are kept once, so that it stays small.

    `lines` counts lines or elements that were `accepted` or `refused` as a whole; `accepted` what is stored, by noun.
    """

    def __init__(self) -> None:
        self.lines: Counter[str] = Counter()
        self.accepted: Counter[str] = Counter()
        self.repaired: dict[str, list[Place]] = {}
        self.refused: dict[str, list[Place]] = {}

    def add(self, outcome: Repaired | Refused) -> None:
        """Note a repair or a refusal."""
        lines = self.repaired if isinstance(outcome, Repaired) else self.refused
        lines.setdefault(outcome.what, []).append(outcome.place)

    def as_json(self) -> dict[str, Any]:
        """Give the whole account: `{lines, accepted, repaired: [{what, count, places}], refused: [...]}`."""
        lines = {"repaired": self.repaired, "refused": self.refused}
        return {
            "lines": {name: self.lines[name] for name in ("accepted", "refused")},
            "accepted": dict(self.accepted),
            **{
                name: [{"what": what, "count": len(places), "places": places} for what, places in found.items()]
                for name, found in lines.items()
            },
        }
