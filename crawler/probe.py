"""Probes one portal for its family, its columns and a draft of its registry entry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archive.model import translate
from crawler.discovery import Survey
from crawler.exceptions import CrawlFailed
from crawler.run import CrawlOptions, run_spider
from crawler.spiders import DEFAULT_MAX_PAGES, PROBE_MAX_CLICKS, ProbeSpider, last_robots_capture


def probe_portal(data: Path, url: str, options: CrawlOptions, max_pages: int = DEFAULT_MAX_PAGES) -> Survey:
    """Visit at most `max_pages` pages of the portal at `url`; all are archived in the folder `data`.

    Raises CrawlFailed if the crawl could not start or finish.
    """
    extra_settings = {**options.extra_settings, "GONGKAI_MAX_CLICKS": PROBE_MAX_CLICKS}
    crawler = run_spider(
        ProbeSpider, data, replace(options, extra_settings=extra_settings), url=url, max_pages=max_pages
    )
    spider = crawler.spider
    if not isinstance(spider, ProbeSpider):
        raise CrawlFailed(translate("抓取没有开始"))
    return replace(spider.planner.to_survey(), robots=last_robots_capture(data, url))
