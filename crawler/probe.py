"""Looks at one portal: its family, its columns and a draft of its registry entry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.discovery import Survey
from crawler.exceptions import CrawlFailed
from crawler.run import CrawlOptions, run_spider

if TYPE_CHECKING:
    pass
from crawler.spiders import DEFAULT_MAX_PAGES, PROBE_MAX_CLICKS, ProbeSpider, last_robots_capture


def probe_portal(data: Path, url: str, options: CrawlOptions, max_pages: int = DEFAULT_MAX_PAGES) -> Survey:
    """Look at no more than `most` pages of the portal at `url`; each visit is archived under `data`."""
    more = {**options.extra_settings, "GONGKAI_MAX_CLICKS": PROBE_MAX_CLICKS}
    crawler = run_spider(
        ProbeSpider, data, replace(options, extra_settings=more), url=url, max_pages=max_pages
    )
    spider = crawler.spider
    if not isinstance(spider, ProbeSpider):
        raise CrawlFailed("抓取没有开始")
    return replace(spider.planner.to_survey(), robots=last_robots_capture(data, url))
