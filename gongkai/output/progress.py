"""Shows progress as a bar in a terminal and as occasional lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

SECONDS_BETWEEN_LINES = 5.0


class ProgressReporter:
    """A callable `(stage, done, total)` that shows progress; `total` is 0 while it is unknown."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._started = time.monotonic()
        self._bars: dict[str, TaskID] = {}
        self._last_lines: dict[str, tuple[float, int]] = {}
        self._progress: Progress | None = None
        if console.is_terminal:
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._progress = Progress(*columns, console=console)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress:
            self._progress.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` steps of `stage` are done."""
        if self._progress:
            self._update_bar(self._progress, stage, done, total)
        else:
            self._print_line(stage, done, total)

    def _update_bar(self, progress: Progress, stage: str, done: int, total: int) -> None:
        # Starts a thread; a build forks before its first progress, and may fork only without threads.
        progress.start()
        if stage not in self._bars:
            self._bars[stage] = progress.add_task(stage, total=total or None)
        progress.update(self._bars[stage], completed=done, total=total or None)

    def _print_line(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        last_time, last_done = self._last_lines.get(stage, (self._started, -1))
        finished = total > 0 and done >= total
        if done != last_done and (finished or now - last_time >= SECONDS_BETWEEN_LINES):
            self._last_lines[stage] = (now, done)
            click.echo(f"{stage} {done}/{total}" if total else f"{stage} {done}", err=True)
