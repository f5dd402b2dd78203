"""Defines the Scrapy item of a report or one of its files, for feeds (`scrapy crawl … -O reports.jsonl`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from scrapy import Request

from archive.model import Capture, Role
from archive.text import normalise_text
from crawler.pages import AttachmentLink, ListEntry
from crawler.registry import Source
from crawler.request_meta import META_CAPTURE, META_EMBEDDED_TITLE, META_LABEL, RequestLabel, initial_url

# The issuer in a title such as 青禾县水利局2023年政府信息公开工作年度报告.
_TITLE_AGENCY_PATTERN = re.compile(
    r"(?:关于)?(?P<agency>[^\W\d_]{2,40}?)(?:关于)?(?:[12]\d{3}|二[〇○零]\w{2})年"
)


@dataclass(frozen=True, slots=True)
class ReportItem:
    """A report that a list names, or a file of a report.

    `title` is the text of its link, `date` that of the list (`YYYY-MM-DD`); a file has that of its report.
    `agency` is a hint: the agency of the registry entry, else the beginning of the title, "" if unknown.
    `parent` is the page with the link. `outcome` says how the request ended and `digest` is the SHA-256 of
    the body; both are "" if there was no request.
    """

    role: str
    url: str
    title: str
    date: str
    agency: str
    source: str
    parent: str
    outcome: str = ""
    digest: str = ""

    def with_capture(self, capture: Capture) -> ReportItem:
        """Return the item with the result of its request."""
        return replace(self, outcome=str(capture.outcome), digest=capture.digest)


class RequestedItems:
    """Builds the items of a crawl from its requests; a file gets date and agency of its report."""

    def __init__(self) -> None:
        self._dates_and_agencies: dict[str, tuple[str, str]] = {}  # of reports, by their final URL

    def item_of(self, source: Source, request: Request, list_dates: Mapping[str, str]) -> ReportItem | None:
        """Return the item of a request that has ended, None for pages that are neither report nor file.

        `list_dates` are the dates of the reports in lists by URL.
        """
        label: RequestLabel = request.meta[META_LABEL]
        capture: Capture = request.meta[META_CAPTURE]
        parent, url = label["parent"], initial_url(request)
        if label["role"] is Role.ATTACHMENT:
            date, agency = self._dates_and_agencies.get(parent, ("", source.agency))
            report = ReportItem(str(Role.REPORT), parent, "", date, agency, source.id, "")
            attachment = AttachmentLink(url, label["link_text"])
            return attachment_item(report, parent, attachment).with_capture(capture)
        title = request.meta.get(META_EMBEDDED_TITLE) or label["link_text"]
        if label["role"] is not Role.REPORT and META_EMBEDDED_TITLE not in request.meta:
            return None
        item = report_item(source, parent, ListEntry(url, title, list_dates.get(url, "")))
        self._dates_and_agencies[request.url] = (item.date, item.agency)
        return item.with_capture(capture)


def report_item(source: Source, parent: str, entry: ListEntry) -> ReportItem:
    """Return the item of a report that the list page `parent` names."""
    agency = source.agency or _agency_of_title(entry.title)
    return ReportItem(str(Role.REPORT), entry.url, entry.title, entry.date, agency, source.id, parent)


def attachment_item(report: ReportItem, parent: str, attachment: AttachmentLink) -> ReportItem:
    """Return the item of a file that the page `parent` of a report links to."""
    return replace(
        report,
        role=str(Role.ATTACHMENT),
        url=attachment.url,
        title=attachment.name,
        agency=report.agency or _agency_of_title(attachment.name),
        parent=parent,
        outcome="",
        digest="",
    )


def _agency_of_title(title: str) -> str:
    match = _TITLE_AGENCY_PATTERN.match(normalise_text(title))
    return match["agency"] if match else ""
