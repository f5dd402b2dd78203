"""Reads typed values from a form file; every error names the file and the key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.model import FormError, translate


@dataclass(frozen=True, slots=True)
class TomlTable:
    """One table of a TOML file. `path` is the dotted key of the table, empty for the file itself."""

    file: str
    path: str
    data: Mapping[str, Any]

    def error(self, key: str, reason: str) -> FormError:
        """An error that names this file and `key` of this table, for the caller to raise."""
        return FormError(
            translate(
                "表式文件 {file} 的 {key}：{reason}", file=self.file, key=self._path_of(key), reason=reason
            )
        )

    def reject_unknown_keys(self, *known: str) -> None:
        """Raise `FormError` if the table has a key that is not among `known`."""
        for key in self.data:
            if key not in known:
                raise self.error(key, translate("不认识这个键，可用的有 {known}", known="、".join(known)))

    def text(self, key: str) -> str:
        """The text at `key`, which may be empty. Raises `FormError` if it is missing or no text."""
        value = self._required_value(key)
        if not isinstance(value, str):
            raise self.error(key, translate("应是一段文字"))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts at `key`. Raises `FormError` if it is missing or no such list."""
        value = self._required_value(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(key, translate("应是文字的列表"))
        return tuple(value)

    def optional_texts(self, key: str) -> tuple[str, ...]:
        """The list of texts at `key`; empty if it is missing. Raises `FormError` if it is no such list."""
        return self.texts(key) if key in self.data else ()

    def year(self, key: str) -> int:
        """The year at `key`. Raises `FormError` if it is missing or has not four digits."""
        value = self._required_value(key)
        if not isinstance(value, int) or not 1900 <= value <= 9999:
            raise self.error(key, translate("应是四位的年份"))
        return value

    def table(self, key: str) -> TomlTable:
        """The table at `key`; an empty one if there is no such key."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, translate("应是一个表 [{key}]", key=key))
        return TomlTable(self.file, self._path_of(key), value)

    def tables(self, key: str) -> tuple[TomlTable, ...]:
        """The list of tables at `key`; empty if there is no such key."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(key, translate("应是若干个表 [[{key}]]", key=key))
        path = self._path_of(key)
        return tuple(TomlTable(self.file, f"{path}[{number}]", item) for number, item in enumerate(value, 1))

    def _path_of(self, key: str) -> str:
        return ".".join(part for part in (self.path, key) if part)

    def _required_value(self, key: str) -> Any:
        if key not in self.data:
            raise self.error(key, translate("缺少这个键，请补上"))
        return self.data[key]
