"""Collects the inputs of a build and their fingerprints, to see what has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.build.document_groups import DocumentGroup, group_captures
from archive.build.releases import Manifest
from archive.build.source_facts import SourceFacts
from archive.database import load_schema
from archive.forms import extra_forms_fingerprint
from archive.ledger import IntegrityIssue, Ledger, SourceHealth
from archive.model import Capture, translate
from archive.warc import iter_captures

ROWS_VERSION = "4"
"""Version of the contents of rows and indexes; no build starts from a release with another version."""


@dataclass(frozen=True, slots=True)
class BuildInputs:
    """The inputs of one build; `manifest` is complete except for the digest of the result.

    `retried` has the pages that are read again though nothing has changed, each with the reason; `losses` are
    archived records that are damaged or gone.
    """

    captures: list[Capture]
    groups: Mapping[str, DocumentGroup]
    manifest: Manifest
    health: Mapping[str, SourceHealth]
    retried: Mapping[str, str] = field(default_factory=dict)
    losses: tuple[IntegrityIssue, ...] = ()

    def pages_to_read(self, base: Manifest | None) -> dict[str, str]:
        """Return the pages of the groups that have changed since `base`, each with the reason."""
        if base is None:
            return dict.fromkeys(self.groups, translate("从头读起"))
        if base.parser != self.manifest.parser:
            reason = translate("解析版本由 {old} 改为 {new}", old=base.parser, new=self.manifest.parser)
            return dict.fromkeys(self.groups, reason)
        retried = {page: reason for page, reason in self.retried.items() if page in self.groups}
        return retried | {
            page: translate("内容或登记有变") if page in base.groups else translate("新收")
            for page in self.groups
            if base.groups.get(page) != self.manifest.groups[page]
        }

    def pages_to_remove(self, base: Manifest | None) -> dict[str, str]:
        """Return the pages of the groups of `base` that no longer exist, each with the reason."""
        return dict.fromkeys(set(base.groups) - set(self.groups), translate("存档中已不在")) if base else {}


def collect_inputs(data: Path, facts: SourceFacts, parser: str, *, full: bool) -> BuildInputs:
    """Collect the inputs under `data`: from the ledger, or with `full` from the WARC files alone.

    `parser` is the version of the parser.
    """
    captures = list(iter_captures(data / "warc")) if full else _captures_from_ledger(data)
    groups = {group.page: group for group in group_captures(captures, facts)}
    registry = [sorted((id_, sorted(entry.items())) for id_, entry in facts.sources.items()), facts.suffixes]
    manifest = Manifest(
        digest="",
        form=".".join(
            part for part in (str(load_schema().version), ROWS_VERSION, extra_forms_fingerprint()) if part
        ),
        parser=parser,
        facts=_json_fingerprint(registry),
        visits=_json_fingerprint(sorted(capture.id for capture in captures)),
        groups={page: group.input_fingerprint() for page, group in groups.items()},
    )
    with Ledger.open(data) as ledger:
        return BuildInputs(captures, groups, manifest, ledger.health.by_source())


def _captures_from_ledger(data: Path) -> list[Capture]:
    with Ledger.open(data) as ledger:
        ledger.index_missing()
        return list(ledger.captures.select())


def _json_fingerprint(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, default=str).encode()).hexdigest()
