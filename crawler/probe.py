"""Probes portals for their families, their columns and drafts of their registry entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    surveys: list[Survey] = []
    probe_portals(data, (url,), options, surveys.append, max_pages)
    if not surveys:
        raise CrawlFailed(translate("抓取没有开始"))
    if surveys[0].error:
        raise CrawlFailed(translate("程序在读页面时出错：{error}", error=surveys[0].error))
    return replace(surveys[0], robots=last_robots_capture(data, url))


def probe_portals(
    data: Path,
    urls: Sequence[str],
    options: CrawlOptions,
    on_survey: Callable[[Survey], None],
    max_pages: int = DEFAULT_MAX_PAGES,
) -> None:
    """Probe several portals side by side; each survey is passed to `on_survey` when it has ended.

    A probe that is interrupted leaves out the portals that it has not finished.
    """
    extra_settings = {**options.extra_settings, "GONGKAI_MAX_CLICKS": PROBE_MAX_CLICKS}
    probe_options = replace(options, extra_settings=extra_settings)
    run_spider(ProbeSpider, data, probe_options, urls=tuple(urls), max_pages=max_pages, on_survey=on_survey)
