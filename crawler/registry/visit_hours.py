"""Hours of the day at which a portal may be visited, such as `20:00-07:00`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from typing import Self

from archive.model import translate

CHINA_TIME = timezone(timedelta(hours=8), "北京时间")  # without summer time since 1991
_HOURS_PATTERN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class VisitHours:
    """A period of the day; it crosses midnight if `end` is before `start`."""

    start: time
    end: time
    zone: timezone = CHINA_TIME

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read hours such as `20:00-07:00` (China time), None for ""; raises ValueError for other texts."""
        if not text:
            return None
        match = _HOURS_PATTERN.fullmatch(text)
        if match is None:
            raise ValueError(translate("时段的写法是 20:00-07:00，不是 {text}", text=text))
        start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
        return cls(time(start_hour, start_minute), time(end_hour, end_minute))

    def contains(self, moment: datetime) -> bool:
        """Whether `moment` is within the period."""
        local_time = moment.astimezone(self.zone).time()
        if self.start <= self.end:
            return self.start <= local_time < self.end
        return local_time >= self.start or local_time < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}（{self.zone.tzname(None)}）"
