"""What stands in a form's file, taken out key by key; what is missing or wrong is named with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.model import FormError


@dataclass(frozen=True, slots=True)
class TomlTable:
    """One table of a TOML file; `place` is the way to it, "" for the file itself."""

    file: str
    path: str
    data: Mapping[str, Any]

    def error(self, key: str, reason: str) -> FormError:
        """The error that `key` of this entry makes."""
        place = ".".join(part for part in (self.path, key) if part)
        return FormError(f"表式文件 {self.file} 的 {place}：{reason}")

    def reject_unknown_keys(self, *known: str) -> None:
        """Raise `UnknownForm` when there is a key of another name."""
        for key in self.data:
            if key not in known:
                raise self.error(key, f"不认识这个键，可用的有 {'、'.join(known)}")

    def text(self, key: str) -> str:
        """The text at `key`, which may be empty."""
        value = self._required_value(key)
        if not isinstance(value, str):
            raise self.error(key, "应是一段文字")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts at `key`."""
        value = self._required_value(key)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.error(key, "应是文字的列表")
        return tuple(value)

    def year(self, key: str) -> int:
        """The year at `key`."""
        value = self._required_value(key)
        if not isinstance(value, int) or not 1900 <= value <= 9999:
            raise self.error(key, "应是四位的年份")
        return value

    def table(self, key: str) -> TomlTable:
        """The table at `key`, empty where there is none."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, f"应是一个表 [{key}]")
        return TomlTable(self.file, f"{self.path}.{key}" if self.path else key, value)

    def tables(self, key: str) -> tuple[TomlTable, ...]:
        """The tables at `key`, which is a list of them; none where the key is not there."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.error(key, f"应是若干个表 [[{key}]]")
        place = f"{self.path}.{key}" if self.path else key
        return tuple(TomlTable(self.file, f"{place}[{number}]", one) for number, one in enumerate(value, 1))

    def _required_value(self, key: str) -> Any:
        if key not in self.data:
            raise self.error(key, "缺少这个键，请补上")
        return self.data[key]
