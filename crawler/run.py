"""Runs one crawl in this process, which can do so only once: Twisted's reactor does not start twice."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive.model import Outcome, ReportError, translate
from crawler import settings as project
from crawler.exceptions import ARCHIVE_FAILED, CrawlFailed
from crawler.frontier import SourceSummary
from crawler.registry import Source
from crawler.spiders import ReportsSpider


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """How to crawl. `hosts` are exact pairs of name and `address:port` that the guard lets through.

    `delay` is the time between two requests to a host in seconds; 0 turns AutoThrottle off as well.
    `on_source_done` is called with the summary of each finished source. `only_due` skips sources that are
    not due.
    """

    hosts: Mapping[str, str] = field(default_factory=dict)
    suffixes: Sequence[str] = (".gov.cn",)
    contact: str = ""
    delay: float = project.DOWNLOAD_DELAY
    log_level: str = "WARNING"
    on_source_done: Callable[[SourceSummary], None] | None = None
    only_due: bool = False
    extra_settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """What one crawl did: the sources that it finished, and why it ended.

    `records` counts archived records by kind, `visits` requests by outcome, `errors` the errors of our own
    code, those with the outcome `internal_error` among them. `same_pages` are records whose page differs from
    the archived one only in session ids.
    """

    run: str
    sources: tuple[SourceSummary, ...]
    finish_reason: str
    errors: int
    records: Mapping[str, int]
    visits: Mapping[str, int] = field(default_factory=dict)
    same_pages: int = 0

    @property
    def has_archive_failed(self) -> bool:
        """Whether the crawl was stopped because a record could not be written."""
        return self.finish_reason == ARCHIVE_FAILED

    def outcomes(self) -> Counter[Outcome]:
        """Return the number of sources by outcome."""
        return Counter(source.outcome for source in self.sources)


def crawl(data: Path, sources: Sequence[Source], options: CrawlOptions | None = None) -> CrawlSummary:
    """Crawl `sources` into the archive in folder `data`; raises CrawlFailed if it could not finish."""
    crawler = run_spider(ReportsSpider, data, options or CrawlOptions(), sources=tuple(sources))
    spider = crawler.spider
    if not isinstance(spider, ReportsSpider):
        raise CrawlFailed(translate("抓取没有开始"))
    stats = crawler.stats.get_stats()
    own_errors = sum(len(source.internal_errors) for source in spider.tracker.stats.values())
    return CrawlSummary(
        run=spider.tracker.store.run_id,
        sources=spider.tracker.summaries(),
        finish_reason=ARCHIVE_FAILED if spider.tracker.store.has_failed else stats.get("finish_reason", ""),
        errors=own_errors + stats.get("spider_exceptions/count", 0),
        records=_stats_with_prefix(stats, "gongkai/record/"),
        visits=_stats_with_prefix(stats, "gongkai/outcome/"),
        same_pages=stats.get("gongkai/same_page", 0),
    )


def _stats_with_prefix(stats: Mapping[str, int], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): count for key, count in stats.items() if key.startswith(prefix)}


def run_spider(
    spider_class: type[Spider], data: Path, options: CrawlOptions, **spider_arguments: Any
) -> Crawler:
    """Run a spider to its end and return its crawler.

    Raises ContactMissing or RateLimitStoreUnavailable before the first request, and CrawlFailed if the
    spider could not finish.
    """
    process = AsyncCrawlerProcess(_scrapy_settings(data, options))
    crawler = process.create_crawler(spider_class)
    # Imported objects are never freed; without `freeze` the collector visits them again and again, 7 % of the
    # time of 500 pages. The thousands of objects of a page are freed with it: rare collections cost nothing.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    task = process.crawl(crawler, **spider_arguments)
    process.start()
    error = task.exception() if task.done() else CrawlFailed(translate("抓取没有完成"))
    if isinstance(error, ReportError):
        raise error
    if error:
        raise CrawlFailed(translate("抓取没有完成")) from error
    return crawler


def _scrapy_settings(data: Path, options: CrawlOptions) -> Settings:
    settings = Settings()
    settings.setmodule(project, priority="project")
    contact = options.contact or os.environ.get("GONGKAI_CONTACT", "")
    settings.setdict(
        {
            "GONGKAI_DATA": str(data),
            "GONGKAI_HOSTS": dict(options.hosts),
            "GONGKAI_OFFICIAL_SUFFIXES": list(options.suffixes),
            "GONGKAI_CONTACT": contact,
            "GONGKAI_ON_SOURCE_DONE": options.on_source_done,
            "GONGKAI_ONLY_DUE": options.only_due,
            "USER_AGENT": project.user_agent(contact),
            "DOWNLOAD_DELAY": options.delay,
            "AUTOTHROTTLE_ENABLED": options.delay > 0,
            "AUTOTHROTTLE_START_DELAY": options.delay,
            "LOG_LEVEL": options.log_level,
            **options.extra_settings,
        },
        priority="cmdline",
    )
    return settings
