"""Registry facts about sources and official hosts that a build needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from archive.database import DatabaseRow
from archive.model import Capture, Role


@dataclass(frozen=True)
class SourceFacts:
    """Registry entries by the id of their source, and the suffixes of official hosts (`.gov.cn`)."""

    sources: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    suffixes: tuple[str, ...] = ()

    @classmethod
    def from_entries(cls, entries: Iterable[Mapping[str, object]], suffixes: Iterable[str]) -> Self:
        """Return the facts of registry entries: `id`, `name`, `home`, `family`, `agency`, `province`."""
        return cls({str(entry["id"]): entry for entry in entries}, tuple(suffixes))

    def is_official(self, url: str, role: Role) -> bool | None:
        """Return whether the host is official; None for an imported file, which has no host."""
        host = urlsplit(url).hostname or ""
        if role is Role.IMPORT or not host:
            return None
        return any(host == suffix.lstrip(".") or host.endswith(suffix) for suffix in self.suffixes)

    def source_of(self, capture: Capture) -> str | None:
        """Return the source of a capture; None for an imported file."""
        return None if capture.role is Role.IMPORT else capture.source or None

    def province_of(self, source: str | None) -> str | None:
        """Return the province of a source in the registry; None if it states none."""
        return _optional_text(self.sources.get(source or "", {}).get("province"))

    def source_rows(self, captured: Iterable[str], reports: Mapping[str, int]) -> list[DatabaseRow]:
        """Return the rows of `sources`: all that are registered, and others that have captures.

        `reports` is the number of reports by source.
        """
        return [
            self._source_row(source, reports.get(source, 0)) for source in sorted({*captured, *self.sources})
        ]

    def _source_row(self, source: str, reports: int) -> DatabaseRow:
        entry = self.sources.get(source, {})
        return {
            "id": source,
            "name": _optional_text(entry.get("name")) or source,
            "registered": int(source in self.sources),
            "reports": reports,
            **{name: _optional_text(entry.get(name)) for name in ("home", "family", "agency", "province")},
        }


def _optional_text(value: object) -> str | None:
    return str(value) if value else None
