"""Hours of the day at which a portal may be visited, such as `20:00-07:00`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    pass


CHINA_TIME = timezone(timedelta(hours=8), "北京时间")  # without summer time since 1991
_HOURS_PATTERN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class VisitHours:
    """A time of the day, over midnight where it ends before it begins."""

    start: time
    end: time
    zone: timezone = CHINA_TIME

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """`20:00-07:00` in Chinese time, None for ""; ValueError for anything else."""
        found = _HOURS_PATTERN.fullmatch(text)
        if found is None and text:
            raise ValueError(f"时段的写法是 20:00-07:00，不是 {text}")
        if found is None:
            return None
        begin_hour, begin_minute, end_hour, end_minute = map(int, found.groups())
        return cls(time(begin_hour, begin_minute), time(end_hour, end_minute))

    def contains(self, moment: datetime) -> bool:
        """Whether `moment` lies in them."""
        local = moment.astimezone(self.zone).time()
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}（{self.zone.tzname(None)}）"
