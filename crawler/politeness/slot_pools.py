"""Where crawls agree on whose turn it is at a host: one place for all archives that a user has on a machine.

A portal does not care how many archives we keep. Users who share a machine set one `GONGKAI_TURNS`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Container, Iterable
from pathlib import Path

from crawler import settings
from crawler.config import Config
from crawler.exceptions import NoTurns
from crawler.politeness.host_slots import Budget
from crawler.politeness.policy import Pace
from crawler.state.rate_limits import Visits


class Budgets:
    """The budgets of one crawl, opened when they are first needed.

    Exact pairs of the guard are this machine's own servers: unless `GONGKAI_TURNS` says otherwise, the
    archives that visit them do not wait for each other.
    """

    def __init__(self, config: Config, pace: Pace, is_stopping: Callable[[], bool]) -> None:
        self._config = config
        self._pace = pace
        self._is_stopping = is_stopping
        self._budgets: dict[Path, Budget] = {}

    def at(self, host: str) -> Budget:
        """The budget that visits to `host` come out of; `NoTurns` where it cannot be kept."""
        is_own = self._config.guard.pinned(host) is not None
        folder = folder_of(self._config.turns, self._config.data, is_own)
        if folder not in self._budgets:
            self._budgets[folder] = Budget(opened(folder), self._pace.patience, self._is_stopping)
        return self._budgets[folder]

    async def close(self) -> None:
        """Give the connections back."""
        for budget in self._budgets.values():
            await budget.close()


def opened(folder: Path) -> Visits:
    """The turns of a folder; `NoTurns` where it cannot be made or written."""
    try:
        return Visits.open(folder)
    except (OSError, sqlite3.Error) as error:
        raise NoTurns(
            f"无法在 {folder} 记录访问次序，因此不访问网站：{error}。"
            "请用环境变量 GONGKAI_TURNS 指定可写的目录"
        ) from error


def folder_of(turns: Path | None, data: Path, is_own: bool) -> Path:
    """Where turns at a host are agreed on: as set, else by whether the host is an exact pair of the guard."""
    return turns or (data if is_own else machine_folder())


def folders(data: Path, hosts: Iterable[str], pairs: Container[str]) -> set[Path]:
    """Where a crawl of `hosts` into `data` takes its turns, by the settings of this process."""
    turns = Path(settings.GONGKAI_TURNS) if settings.GONGKAI_TURNS else None
    return {folder_of(turns, data, is_own) for is_own in {host in pairs for host in hosts}}


def machine_folder() -> Path:
    """Where programs keep what outlives a run (XDG Base Directory): `~/.local/state/gongkai`."""
    state = os.environ.get("XDG_STATE_HOME", "")
    try:
        return (Path(state) if state else Path.home() / ".local" / "state") / "gongkai"
    except RuntimeError as error:
        raise NoTurns("找不到用户的主目录：请用环境变量 GONGKAI_TURNS 指定记录访问次序的目录") from error
