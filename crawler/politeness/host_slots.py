"""One visit at a time to a host and to each of its addresses, and a pause behind it: for every process.

Visits of one process wait in a queue of their own; what other processes do stands in a database, which is
asked in a thread of its own, never in the reactor's.
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

from crawler.exceptions import Postponed
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
"""How soon one looks again at a host where another process is: nobody tells when its visit ends."""
_MIN_SLEEP_SECONDS = 0.01
_MAX_SLEEP_SECONDS = 2.0
"""How soon a waiting visit hears that the crawl is being stopped."""


@dataclass(slots=True)
class HeldSlot:
    """A visit that has begun: how long it waited, and what pause and hold its answer leads to."""

    wait: float
    pause: float
    backoff: float = 0.0


class HostSlots:
    """The visits of one process. `is_stopping` says that nobody should wait any longer."""

    def __init__(self, store: RateLimitStore, max_wait: float, is_stopping: Callable[[], bool]) -> None:
        self._store = store
        self._max_wait = max_wait
        self._is_stopping = is_stopping
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="gongkai-budget")
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}

    async def close(self) -> None:
        """Give the connection back."""
        await self._in_thread(self._store.close)
        self._executor.shutdown()

    @asynccontextmanager
    async def slot(self, slot_request: SlotRequest) -> AsyncIterator[HeldSlot]:
        """Wait for the turn of host and addresses, keep it, and leave the pause behind.

        `Postponed` where the wait would be longer than the patience, or the day's cap is reached.
        """
        begun = time.monotonic()
        async with AsyncExitStack() as queues:
            for key in sorted(
                slot_request.keys
            ):  # in one order everywhere: two can never wait for each other
                await queues.enter_async_context(self._locks[key])
            await self._acquire(slot_request)
            beat = asyncio.ensure_future(self._renew(slot_request))
            underway = HeldSlot(time.monotonic() - begun, slot_request.delay)
            try:
                yield underway
            finally:
                beat.cancel()
                await asyncio.shield(self._release(slot_request, underway))

    async def _acquire(self, slot_request: SlotRequest) -> None:
        while True:
            wait = (
                max(self._free_at.get(key, 0.0) for key in slot_request.keys)
                - time.time()
                - EARLY_GRANT_SECONDS
            )
            if wait <= 0:
                turn = await self._in_thread(lambda: self._store.acquire_slot(slot_request))
                if turn.is_granted:
                    await asyncio.sleep(turn.wait_seconds)
                    return
                wait = self._retry_seconds(turn, slot_request)
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
        """The pause runs from this moment on, however long the database takes to hear of it."""
        ended = time.time()
        for key in slot_request.keys:
            self._free_at[key] = ended + held_slot.pause
        self._free_at[slot_request.keys[0]] += max(0.0, held_slot.backoff - held_slot.pause)
        await self._in_thread(lambda: self._store_release(slot_request, held_slot, ended))

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
