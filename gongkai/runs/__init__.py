"""Runs crawls and probes for the commands."""

from __future__ import annotations

from gongkai.runs.crawl_options import crawl_options, require_contact_and_store
from gongkai.runs.crawl_runner import failed_sources, run_crawl, run_crawl_in_subprocess
from gongkai.runs.probe_results import ProbeResults
from gongkai.runs.probe_samples import save_samples
from gongkai.runs.run_report import report_path

__all__ = [
    "ProbeResults",
    "crawl_options",
    "failed_sources",
    "report_path",
    "require_contact_and_store",
    "run_crawl",
    "run_crawl_in_subprocess",
    "save_samples",
]
