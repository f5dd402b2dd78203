"""Gets bytes from government portals, politely. Knows portals; knows nothing of forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.model import lazy_exports

if TYPE_CHECKING:
    from crawler.exceptions import SourceError
    from crawler.guard import Guard
    from crawler.probe import probe_portal, probe_portals
    from crawler.registry import Source, load_sources
    from crawler.request_exceptions import ContactMissing
    from crawler.run import CrawlOptions, CrawlSummary, crawl

__all__ = [
    "ContactMissing",
    "CrawlOptions",
    "CrawlSummary",
    "Guard",
    "Source",
    "SourceError",
    "crawl",
    "load_sources",
    "probe_portal",
    "probe_portals",
]

# Loaded when first used: Scrapy takes longer to import than most commands take to run.
__getattr__ = lazy_exports(
    __name__,
    {
        "ContactMissing": "crawler.request_exceptions",
        "CrawlOptions": "crawler.run",
        "CrawlSummary": "crawler.run",
        "Guard": "crawler.guard",
        "Source": "crawler.registry",
        "SourceError": "crawler.exceptions",
        "crawl": "crawler.run",
        "load_sources": "crawler.registry",
        "probe_portal": "crawler.probe",
        "probe_portals": "crawler.probe",
    },
)
