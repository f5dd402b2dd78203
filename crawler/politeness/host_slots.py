"""Host slots: one visit at a time to a host and to each of its addresses, then a pause, for all processes.

Visits of this process queue for a lock of each host. Visits of other processes are seen through a database,
which is queried in a separate thread so that the reactor never blocks.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from crawler.request_exceptions import Postponed
from crawler.state import (
    EARLY_GRANT_SECONDS,
    NEWCOMER_EARLY_GRANT_SECONDS,
    SLOT_EXPIRY_SECONDS,
    RateLimitStore,
    SlotGrant,
    SlotRequest,
)

Value = TypeVar("Value")

_POLL_SECONDS = 0.1
"""Seconds between looks at a host that another process visits, as no signal tells when it is done."""
_MIN_SLEEP_SECONDS = 0.01
_MAX_SLEEP_SECONDS = 2.0
"""Longest sleep, in seconds: a waiting visit notices within this time that the crawl is stopping."""


@dataclass(slots=True)
class HeldSlot:
    """A visit in progress, in seconds: its wait, the pause after it, the backoff its response causes."""

    wait: float
    pause: float
    backoff: float = 0.0


class HostSlots:
    """The slots of one process. `max_wait` is in seconds; waiting visits give up if `is_stopping()`."""

    def __init__(self, store: RateLimitStore, max_wait: float, is_stopping: Callable[[], bool]) -> None:
        self._store = store
        self._max_wait = max_wait
        self._is_stopping = is_stopping
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="gongkai-slots")
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}

    async def close(self) -> None:
        """Close the database and end its thread."""
        await self._in_thread(self._store.close)
        self._executor.shutdown()

    @asynccontextmanager
    async def slot(self, slot_request: SlotRequest) -> AsyncIterator[HeldSlot]:
        """Wait for the slot of host and addresses and hold it; the pause begins when the block ends.

        Raises Postponed if the wait would exceed `max_wait`, the daily limit is reached or the crawl stops.
        """
        started = time.monotonic()
        async with AsyncExitStack() as locks:
            # Sorted, so that two visits can never wait for each other.
            for key in sorted(slot_request.keys):
                await locks.enter_async_context(self._locks[key])
            await self._acquire(slot_request)
            renewal = asyncio.ensure_future(self._renew(slot_request))
            held_slot = HeldSlot(time.monotonic() - started, slot_request.delay)
            try:
                yield held_slot
            finally:
                renewal.cancel()
                await asyncio.shield(self._release(slot_request, held_slot))

    async def _acquire(self, slot_request: SlotRequest) -> None:
        while True:
            wait = (
                max(self._free_at.get(key, 0.0) for key in slot_request.keys)
                - time.time()
                - EARLY_GRANT_SECONDS
            )
            if wait <= 0:
                grant = await self._in_thread(lambda: self._store.acquire_slot(slot_request))
                if grant.is_granted:
                    await asyncio.sleep(grant.wait_seconds)
                    return
                wait = self._retry_seconds(grant, slot_request)
            if wait > self._max_wait:
                raise Postponed(f"{slot_request.keys[0]} 还要等 {wait:.0f} 秒，下次再来")
            if self._is_stopping():
                raise Postponed("抓取正在停止")
            await asyncio.sleep(min(max(wait, _MIN_SLEEP_SECONDS), _MAX_SLEEP_SECONDS))

    def _retry_seconds(self, grant: SlotGrant, slot_request: SlotRequest) -> float:
        if grant.is_over_daily_limit:
            raise Postponed(
                f"{slot_request.keys[0]} 当日已访问 {slot_request.daily_limit} 次，达到上限，次日再来"
            )
        return _POLL_SECONDS if grant.is_occupied else grant.wait_seconds - NEWCOMER_EARLY_GRANT_SECONDS

    async def _release(self, slot_request: SlotRequest, held_slot: HeldSlot) -> None:
        """Start the pause now, however long the database takes to store it."""
        ended_at = time.time()
        for key in slot_request.keys:
            self._free_at[key] = ended_at + held_slot.pause
        self._free_at[slot_request.keys[0]] += max(0.0, held_slot.backoff - held_slot.pause)
        await self._in_thread(lambda: self._store_release(slot_request, held_slot, ended_at))

    def _store_release(self, slot_request: SlotRequest, held_slot: HeldSlot, ended_at: float) -> None:
        if held_slot.backoff:
            self._store.set_backoff(slot_request.keys[0], ended_at + held_slot.backoff - time.time())
        self._store.release_slot(slot_request, ended_at + held_slot.pause - time.time())

    async def _renew(self, slot_request: SlotRequest) -> None:
        while True:
            await asyncio.sleep(SLOT_EXPIRY_SECONDS / 3)
            await self._in_thread(lambda: self._store.renew_slot(slot_request))

    async def _in_thread(self, job: Callable[[], Value]) -> Value:
        return await asyncio.get_running_loop().run_in_executor(self._executor, job)
