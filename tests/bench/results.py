"""What was measured, by workload and contender; ratios are taken within a round, so that a slow minute hits both."""

from collections import defaultdict
from collections.abc import Mapping
from statistics import median

from tests.bench.drive import Run
from tests.bench.export import Export

Key = tuple[str, str]
"""A workload and a contender."""


class Results:
    """The runs of every workload and contender, in the order of the rounds."""

    def __init__(self) -> None:
        self.runs: dict[Key, list[Run | Export]] = defaultdict(list)
        self.memory: dict[str, float] = {}

    def add(self, workload: str, contender: str, run: Run | Export) -> None:
        """Keep one run."""
        self.runs[workload, contender].append(run)

    def note(self, memory: Mapping[str, float]) -> None:
        """Keep the most memory that each server was seen with, in MB."""
        self.memory |= {name: max(value, self.memory.get(name, 0)) for name, value in memory.items()}

    @property
    def workloads(self) -> list[str]:
        """The names of the workloads that were run."""
        return list(dict.fromkeys(workload for workload, _ in self.runs))

    def contenders(self, workload: str) -> list[str]:
        """The names of those that ran a workload."""
        return [contender for name, contender in self.runs if name == workload]

    def of(self, workload: str, contender: str, field: str) -> float | None:
        """Give the median of one figure over the rounds."""
        runs = self.runs.get((workload, contender))
        return median(getattr(run, field) for run in runs) if runs else None

    def ratio(self, one: Key, other: Key, field: str = "rate", other_field: str = "") -> float | None:
        """Give the median over the rounds of one's figure divided by the other's."""
        pairs = list(zip(self.runs.get(one, []), self.runs.get(other, []), strict=False))
        ratios = [getattr(a, field) / getattr(b, other_field or field) for a, b in pairs]
        return median(ratios) if ratios else None
