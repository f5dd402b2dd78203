"""Decides which request comes next, and tracks each source during a run."""

from __future__ import annotations

from crawler.frontier.items import ReportItem, RequestedItems, attachment_item, report_item
from crawler.frontier.planner import CrawlPlanner
from crawler.frontier.position import RequestPlan
from crawler.frontier.report_requests import to_page, to_rendered_page
from crawler.frontier.requests import browser_request, http_request
from crawler.frontier.source_health import SourceSummary
from crawler.frontier.tracker import SourceTracker, log_summary

__all__ = [
    "CrawlPlanner",
    "ReportItem",
    "RequestPlan",
    "RequestedItems",
    "SourceSummary",
    "SourceTracker",
    "attachment_item",
    "browser_request",
    "http_request",
    "log_summary",
    "report_item",
    "to_page",
    "to_rendered_page",
]
