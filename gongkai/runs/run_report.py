"""Writes the JSON report of each crawl to `runs/<run>.json`; `docs/crawling.md` describes its keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.ledger import Ledger
from crawler import CrawlSummary
from crawler.frontier import SourceSummary
from crawler.registry import Source

REPORTS_DIR = "runs"


def report_path(data: Path, run: str) -> Path:
    """Return the path of the report of a run."""
    return data / REPORTS_DIR / f"{run}.json"


def write_report(data: Path, sources: Sequence[Source], summary: CrawlSummary) -> Path:
    """Write the report of a crawl of `sources` in one step; return its path."""
    path = report_path(data, summary.run)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(to_report(data, sources, summary), ensure_ascii=False, indent=2)
    partial = path.with_suffix(".json.part")
    partial.write_text(f"{text}\n", encoding="utf-8")
    partial.replace(path)
    return path


def to_report(data: Path, sources: Sequence[Source], summary: CrawlSummary) -> dict[str, Any]:
    """Return the report as JSON values."""
    with Ledger.open(data) as ledger:
        run = next(run for run in ledger.runs.select() if run.id == summary.run)
    finished = {source_summary.source for source_summary in summary.sources}
    return {
        "run": run.id,
        "command": run.command,
        "started": run.started,
        "ended": run.ended,
        "reason": summary.finish_reason,
        "errors": summary.errors,
        "records": dict(sorted(summary.records.items())),
        "outcomes": dict(sorted(summary.visits.items())),
        "same_pages": summary.same_pages,
        "pages_by_browser": sum(source_summary.rendered for source_summary in summary.sources),
        "sources": [_source_entry(source_summary) for source_summary in summary.sources],
        "unfinished": [source.id for source in sources if source.id not in finished],
    }


def _source_entry(summary: SourceSummary) -> dict[str, Any]:
    report_keys = {"source": "id", "detail": "cause"}
    entry = {report_keys.get(key, key): value for key, value in asdict(summary).items()}
    return {**entry, "columns": list(summary.columns)}
