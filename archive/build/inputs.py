"""What a build is given: captures, groups of them, and a fingerprint of each to see what has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.build.document_groups import DocumentGroup, group_captures
from archive.build.releases import Manifest
from archive.build.source_facts import SourceFacts
from archive.database import load_schema
from archive.forms import extra_forms_fingerprint
from archive.ledger import Ledger, SourceHealth
from archive.model import Capture
from archive.warc import iter_captures

ROWS_VERSION = "4"
"""The version of what rows and index say; a release made with another one is not carried on."""


@dataclass(frozen=True, slots=True)
class BuildInputs:
    """The input of one build; `manifest` lacks only the digest of what comes out."""

    captures: list[Capture]
    groups: Mapping[str, DocumentGroup]
    manifest: Manifest
    health: Mapping[str, SourceHealth]

    def pages_to_read(self, before: Manifest | None) -> dict[str, str]:
        """Pages of the groups that have to be read since `before`, each with the reason."""
        if before is None:
            return dict.fromkeys(self.groups, "从头读起")
        if before.parser != self.manifest.parser:
            why = f"解析版本由 {before.parser} 改为 {self.manifest.parser}"
            return dict.fromkeys(self.groups, why)
        inputs = self.manifest.groups
        return {
            page: "内容或登记有变" if page in before.groups else "新收"
            for page in self.groups
            if before.groups.get(page) != inputs[page]
        }

    def pages_to_remove(self, before: Manifest | None) -> dict[str, str]:
        """Pages of groups that were there before and are not now."""
        return dict.fromkeys(set(before.groups) - set(self.groups), "存档中已不在") if before else {}


def collect_inputs(data: Path, facts: SourceFacts, parser: str, *, full: bool) -> BuildInputs:
    """The input that stands under `data`: by the ledger, or with `full` by the WARC files alone."""
    captures = list(iter_captures(data / "warc")) if full else _captures_from_ledger(data)
    groups = {group.page: group for group in group_captures(captures, facts)}
    registry = [sorted((key, sorted(one.items())) for key, one in facts.sources.items()), facts.suffixes]
    manifest = Manifest(
        digest="",
        form=".".join(
            part for part in (str(load_schema().version), ROWS_VERSION, extra_forms_fingerprint()) if part
        ),
        parser=parser,
        facts=_json_fingerprint(registry),
        visits=_json_fingerprint(sorted(one.id for one in captures)),
        groups={page: group.input_fingerprint() for page, group in groups.items()},
    )
    with Ledger.open(data) as ledger:
        return BuildInputs(captures, groups, manifest, ledger.health_by_source())


def _captures_from_ledger(data: Path) -> list[Capture]:
    with Ledger.open(data) as ledger:
        ledger.index_missing()
        return list(ledger.captures())


def _json_fingerprint(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, default=str).encode()).hexdigest()
