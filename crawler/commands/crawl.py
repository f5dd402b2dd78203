"""`scrapy crawl SPIDER`: errors before the first request are one line instead of a traceback."""

from __future__ import annotations

import logging
from argparse import Namespace

from scrapy.commands import crawl
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from archive.model import ReportError
from crawler.commands.spider_names import check_spider_name

logger = logging.getLogger(__name__)


class CrawlCommand(crawl.Command):
    """Scrapy's command; a wrong registry, an unknown source or a missing contact ends it with a line."""

    def run(self, args: list[str], opts: Namespace) -> None:
        """Run the spider to its end."""
        process = self.crawler_process
        if len(args) != 1 or not isinstance(process, AsyncCrawlerProcess):
            raise UsageError
        check_spider_name(self, args[0])
        task = process.crawl(self._create_crawler(args[0]), **opts.spargs)
        process.start()
        error = task.exception() if task.done() and not task.cancelled() else None
        if isinstance(error, ReportError):
            logger.error(str(error))
        elif error:
            raise error
        if process.bootstrap_failed:
            self.exitcode = 1
