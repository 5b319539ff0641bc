"""Bars for long work, with rate and time left, where somebody is looking."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

Told = Callable[[int, int], None]
"""Is told how much is done, of how much: rows that are written, bytes that are read."""


def nobody(_done: int, _total: int) -> None:
    """Tell nobody."""


class Rate(ProgressColumn):
    """How much is done in a second."""

    def render(self, task: Task) -> Text:
        """Give it in words."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


def progress(console: Console) -> Progress:
    """Give a display of tasks; it shows nothing where the output is not a terminal."""
    shown = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), Rate(), TimeRemainingColumn())
    return Progress(*shown, console=console, disable=not console.is_terminal, transient=True)


@contextmanager
def bar(console: Console, title: str) -> Iterator[Told]:
    """Show one task while it goes on."""
    with progress(console) as shown:
        task = shown.add_task(title, total=1)
        yield lambda done, total: shown.update(task, completed=done, total=total)
