"""Decides which request comes next, and tracks each source during a run."""

from __future__ import annotations

from crawler.frontier.planner import CrawlPlanner
from crawler.frontier.position import RequestPlan
from crawler.frontier.report_requests import to_page, to_rendered_page
from crawler.frontier.requests import browser_request, http_request
from crawler.frontier.source_health import SourceSummary
from crawler.frontier.tracker import SourceTracker, log_summary

__all__ = [
    "CrawlPlanner",
    "RequestPlan",
    "SourceSummary",
    "SourceTracker",
    "browser_request",
    "http_request",
    "log_summary",
    "to_page",
    "to_rendered_page",
]
