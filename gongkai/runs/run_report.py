"""The JSON report that each crawl leaves: `runs/<run>.json`. Its keys are described in `docs/crawling.md`."""

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
    """Where the report of a run stands."""
    return data / REPORTS_DIR / f"{run}.json"


def write_report(data: Path, sources: Sequence[Source], summary: CrawlSummary) -> Path:
    """Leave the report of a crawl that was to visit `sources`; whole or not at all."""
    path = report_path(data, summary.run)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(to_report(data, sources, summary), ensure_ascii=False, indent=2)
    beside = path.with_suffix(".json.part")
    beside.write_text(f"{text}\n", encoding="utf-8")
    beside.replace(path)
    return path


def to_report(data: Path, sources: Sequence[Source], summary: CrawlSummary) -> dict[str, Any]:
    """The report as JSON takes it."""
    with Ledger.open(data) as ledger:
        run = next(run for run in ledger.runs() if run.id == summary.run)
    ended = {one.source for one in summary.sources}
    return {
        "run": run.id,
        "command": run.command,
        "started": run.started,
        "ended": run.ended,
        "reason": summary.finish_reason,
        "errors": summary.errors,
        "records": dict(sorted(summary.records.items())),
        "outcomes": dict(sorted(summary.visits.items())),
        "pages_by_browser": sum(one.rendered for one in summary.sources),
        "sources": [_source_entry(one) for one in summary.sources],
        "unfinished": [source.id for source in sources if source.id not in ended],
    }


def _source_entry(summary: SourceSummary) -> dict[str, Any]:
    said = asdict(summary)
    return {
        **{("id" if key == "source" else "cause" if key == "detail" else key): said[key] for key in said},
        "columns": list(summary.columns),
    }
