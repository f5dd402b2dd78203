"""What stands in a form's file, taken out key by key; what is missing or wrong is named with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.model import UnknownForm


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a TOML file; `place` is the way to it, "" for the file itself."""

    file: str
    place: str
    data: Mapping[str, Any]

    def wrong(self, key: str, why: str) -> UnknownForm:
        """The error that `key` of this entry makes."""
        place = ".".join(part for part in (self.place, key) if part)
        return UnknownForm(f"表式文件 {self.file} 的 {place}：{why}")

    def only(self, *known: str) -> None:
        """Raise `UnknownForm` when there is a key of another name."""
        for key in self.data:
            if key not in known:
                raise self.wrong(key, f"不认识这个键，可用的有 {'、'.join(known)}")

    def text(self, key: str) -> str:
        """The text at `key`, which may be empty."""
        value = self._value(key)
        if not isinstance(value, str):
            raise self.wrong(key, "应是一段文字")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts at `key`."""
        value = self._value(key)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(key, "应是文字的列表")
        return tuple(value)

    def year(self, key: str) -> int:
        """The year at `key`."""
        value = self._value(key)
        if not isinstance(value, int) or not 1900 <= value <= 9999:
            raise self.wrong(key, "应是四位的年份")
        return value

    def entry(self, key: str) -> Entry:
        """The table at `key`, empty where there is none."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"应是一个表 [{key}]")
        return Entry(self.file, f"{self.place}.{key}" if self.place else key, value)

    def entries(self, key: str) -> tuple[Entry, ...]:
        """The tables at `key`, which is a list of them; none where the key is not there."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.wrong(key, f"应是若干个表 [[{key}]]")
        place = f"{self.place}.{key}" if self.place else key
        return tuple(Entry(self.file, f"{place}[{number}]", one) for number, one in enumerate(value, 1))

    def _value(self, key: str) -> Any:
        if key not in self.data:
            raise self.wrong(key, "缺少这个键，请补上")
        return self.data[key]
