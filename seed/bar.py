"""A bar for long work, with rate and time left, where somebody is looking."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

Told = Callable[[int, int], None]
"""Is told how much is done, of how much: rows that are written, bytes that are read."""


def nobody(_done: int, _total: int) -> None:
    """Tell nobody."""


@contextmanager
def bar(console: Console, title: str, unit: str) -> Iterator[Told]:
    """Show a bar while work goes on; nothing where the output is not a terminal."""
    rate = TextColumn("{task.completed:,.0f} of {task.total:,.0f} " + unit + ", {task.fields[rate]:,.0f}/s")
    shown = Progress(TextColumn(title), BarColumn(), rate, TimeRemainingColumn(), console=console, transient=True)
    with shown if console.is_terminal else _hidden(shown):
        task = shown.add_task(title, total=1, rate=0)
        yield lambda done, total: shown.update(task, completed=done, total=total, rate=shown.tasks[task].speed or 0)


@contextmanager
def _hidden(shown: Progress) -> Iterator[Progress]:
    yield shown
