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
from crawler.exceptions import RateLimitStoreUnavailable
from crawler.politeness.host_slots import HostSlots
from crawler.politeness.policy import RatePolicy
from crawler.state import RateLimitStore


class SlotPools:
    """The budgets of one crawl, opened when they are first needed.

    Exact pairs of the guard are this machine's own servers: unless `GONGKAI_TURNS` says otherwise, the
    archives that visit them do not wait for each other.
    """

    def __init__(self, config: Config, policy: RatePolicy, is_stopping: Callable[[], bool]) -> None:
        self._config = config
        self._policy = policy
        self._is_stopping = is_stopping
        self._pools: dict[Path, HostSlots] = {}

    def for_host(self, host: str) -> HostSlots:
        """The budget that visits to `host` come out of; `NoTurns` where it cannot be kept."""
        is_own = self._config.guard.pinned_endpoint(host) is not None
        folder = store_dir(self._config.state_dir, self._config.data, is_own)
        if folder not in self._pools:
            self._pools[folder] = HostSlots(open_store(folder), self._policy.max_wait, self._is_stopping)
        return self._pools[folder]

    async def close(self) -> None:
        """Give the connections back."""
        for budget in self._pools.values():
            await budget.close()


def open_store(folder: Path) -> RateLimitStore:
    """The turns of a folder; `NoTurns` where it cannot be made or written."""
    try:
        return RateLimitStore.open(folder)
    except (OSError, sqlite3.Error) as error:
        raise RateLimitStoreUnavailable(
            f"无法在 {folder} 记录访问次序，因此不访问网站：{error}。"
            "请用环境变量 GONGKAI_TURNS 指定可写的目录"
        ) from error


def store_dir(configured_dir: Path | None, data: Path, is_pinned: bool) -> Path:
    """Where turns at a host are agreed on: as set, else by whether the host is an exact pair of the guard."""
    return configured_dir or (data if is_pinned else user_state_dir())


def store_dirs(data: Path, hosts: Iterable[str], pairs: Container[str]) -> set[Path]:
    """Where a crawl of `hosts` into `data` takes its turns, by the settings of this process."""
    turns = Path(settings.GONGKAI_TURNS) if settings.GONGKAI_TURNS else None
    return {store_dir(turns, data, is_own) for is_own in {host in pairs for host in hosts}}


def user_state_dir() -> Path:
    """Where programs keep what outlives a run (XDG Base Directory): `~/.local/state/gongkai`."""
    state = os.environ.get("XDG_STATE_HOME", "")
    try:
        return (Path(state) if state else Path.home() / ".local" / "state") / "gongkai"
    except RuntimeError as error:
        raise RateLimitStoreUnavailable(
            "找不到用户的主目录：请用环境变量 GONGKAI_TURNS 指定记录访问次序的目录"
        ) from error
