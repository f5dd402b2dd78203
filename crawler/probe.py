"""Looks at one portal: its family, its columns and a draft of its registry entry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.discovery.survey import Survey
from crawler.exceptions import CrawlFailed
from crawler.run import CrawlOptions, run

if TYPE_CHECKING:
    pass
from crawler.spiders.probe import _CLICKS, PAGES, ProbeSpider, _robots


def probe(data: Path, url: str, options: CrawlOptions, most: int = PAGES) -> Survey:
    """Look at no more than `most` pages of the portal at `url`; each visit is archived under `data`."""
    more = {**options.more, "GONGKAI_CLICKS": _CLICKS}
    crawler = run(ProbeSpider, data, replace(options, more=more), url=url, most=most)
    spider = crawler.spider
    if not isinstance(spider, ProbeSpider):
        raise CrawlFailed("抓取没有开始")
    return replace(spider.explorer.survey(), robots=_robots(data, url))
