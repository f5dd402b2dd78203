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
from crawler.state.rate_limits import (
    AHEAD_SECONDS,
    NEWCOMER_AHEAD_SECONDS,
    VISIT_SECONDS,
    Turn,
    Visit,
    Visits,
)

Value = TypeVar("Value")

_LOOK_SECONDS = 0.1
"""How soon one looks again at a host where another process is: nobody tells when its visit ends."""
_SHORTEST_SLEEP = 0.01
_LONGEST_SLEEP = 2.0
"""How soon a waiting visit hears that the crawl is being stopped."""


@dataclass(slots=True)
class Underway:
    """A visit that has begun: how long it waited, and what pause and hold its answer leads to."""

    waited: float
    pause: float
    hold: float = 0.0


class Budget:
    """The visits of one process. `is_stopping` says that nobody should wait any longer."""

    def __init__(self, visits: Visits, patience: float, is_stopping: Callable[[], bool]) -> None:
        self._visits = visits
        self._patience = patience
        self._is_stopping = is_stopping
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gongkai-budget")
        self._queues: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._next: dict[str, float] = {}

    async def close(self) -> None:
        """Give the connection back."""
        await self._ask(self._visits.close)
        self._thread.shutdown()

    @asynccontextmanager
    async def visit(self, visit: Visit) -> AsyncIterator[Underway]:
        """Wait for the turn of host and addresses, keep it, and leave the pause behind.

        `Postponed` where the wait would be longer than the patience, or the day's cap is reached.
        """
        begun = time.monotonic()
        async with AsyncExitStack() as queues:
            for key in sorted(visit.keys):  # in one order everywhere: two can never wait for each other
                await queues.enter_async_context(self._queues[key])
            await self._begin(visit)
            beat = asyncio.ensure_future(self._keep(visit))
            underway = Underway(time.monotonic() - begun, visit.delay)
            try:
                yield underway
            finally:
                beat.cancel()
                await asyncio.shield(self._end(visit, underway))

    async def _begin(self, visit: Visit) -> None:
        while True:
            wait = max(self._next.get(key, 0.0) for key in visit.keys) - time.time() - AHEAD_SECONDS
            if wait <= 0:
                turn = await self._ask(lambda: self._visits.begin_visit(visit))
                if turn.has_begun:
                    await asyncio.sleep(turn.wait)
                    return
                wait = self._wait(turn, visit)
            if wait > self._patience:
                raise Postponed(f"{visit.keys[0]} 还要等 {wait:.0f} 秒，下次再来")
            if self._is_stopping():
                raise Postponed("抓取正在停止")
            await asyncio.sleep(min(max(wait, _SHORTEST_SLEEP), _LONGEST_SLEEP))

    def _wait(self, turn: Turn, visit: Visit) -> float:
        if turn.is_capped:
            raise Postponed(f"{visit.keys[0]} 当日已访问 {visit.cap} 次，达到上限，次日再来")
        return _LOOK_SECONDS if turn.is_taken else turn.wait - NEWCOMER_AHEAD_SECONDS

    async def _end(self, visit: Visit, underway: Underway) -> None:
        """The pause runs from this moment on, however long the database takes to hear of it."""
        ended = time.time()
        for key in visit.keys:
            self._next[key] = ended + underway.pause
        self._next[visit.keys[0]] += max(0.0, underway.hold - underway.pause)
        await self._ask(lambda: self._told(visit, underway, ended))

    def _told(self, visit: Visit, underway: Underway, ended: float) -> None:
        if underway.hold:
            self._visits.hold_host(visit.keys[0], ended + underway.hold - time.time())
        self._visits.end_visit(visit, ended + underway.pause - time.time())

    async def _keep(self, visit: Visit) -> None:
        while True:
            await asyncio.sleep(VISIT_SECONDS / 3)
            await self._ask(lambda: self._visits.keep_visit(visit))

    async def _ask(self, job: Callable[[], Value]) -> Value:
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)
