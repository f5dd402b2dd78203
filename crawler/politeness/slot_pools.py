"""Chooses the store of host slots: one for all archives that a user has on a machine.

A portal does not care how many archives we keep. Users who share a machine set one `GONGKAI_STATE_DIR`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Container, Iterable
from pathlib import Path

import platformdirs

from archive.model import translate
from crawler import settings
from crawler.config import Config
from crawler.exceptions import RateLimitStoreUnavailable
from crawler.politeness.host_slots import HostSlots
from crawler.politeness.policy import RatePolicy
from crawler.state import RateLimitStore


class SlotPools:
    """The host slots of one crawl, a pool for each store, opened when it is first needed.

    Exact pairs of the guard are this machine's own servers: unless `GONGKAI_STATE_DIR` is set, the archives
    that visit them do not wait for each other.
    """

    def __init__(self, config: Config, policy: RatePolicy, is_stopping: Callable[[], bool]) -> None:
        self._config = config
        self._policy = policy
        self._is_stopping = is_stopping
        self._pools: dict[Path, HostSlots] = {}

    def for_host(self, host: str) -> HostSlots:
        """The pool of the slots of `host`. Raises `RateLimitStoreUnavailable` if it cannot be opened."""
        is_pinned = self._config.guard.pinned_endpoint(host) is not None
        folder = store_dir(self._config.state_dir, self._config.data, is_pinned)
        if folder not in self._pools:
            self._pools[folder] = HostSlots(open_store(folder), self._policy.max_wait, self._is_stopping)
        return self._pools[folder]

    async def close(self) -> None:
        """Close the stores."""
        for pool in self._pools.values():
            await pool.close()


def open_store(folder: Path) -> RateLimitStore:
    """The store in a folder. Raises `RateLimitStoreUnavailable` if it cannot be created or written."""
    try:
        return RateLimitStore.open(folder)
    except (OSError, sqlite3.Error) as error:
        message = translate(
            "无法在 {folder} 记录访问次序，因此不访问网站：{error}。"
            "请用环境变量 GONGKAI_STATE_DIR 指定可写的目录",
            folder=folder,
            error=error,
        )
        raise RateLimitStoreUnavailable(message) from error


def store_dir(configured_dir: Path | None, data: Path, is_pinned: bool) -> Path:
    """The folder of the store: as configured, else the data directory for exact pairs of the guard."""
    return configured_dir or (data if is_pinned else user_state_dir())


def store_dirs(data: Path, hosts: Iterable[str], pairs: Container[str]) -> set[Path]:
    """The folders of all stores that a crawl of `hosts` into `data` uses, by the settings of this process."""
    configured_dir = Path(settings.GONGKAI_STATE_DIR) if settings.GONGKAI_STATE_DIR else None
    return {store_dir(configured_dir, data, is_pinned) for is_pinned in {host in pairs for host in hosts}}


def user_state_dir() -> Path:
    """The user's folder for state that outlives a run: on Linux `~/.local/state/gongkai`."""
    try:
        return platformdirs.user_state_path("gongkai")
    except RuntimeError as error:
        raise RateLimitStoreUnavailable(
            translate("找不到用户的主目录：请用环境变量 GONGKAI_STATE_DIR 指定记录访问次序的目录")
        ) from error
