"""`scrapy parse URL`: the reports and requests that a crawl finds in a page; archives nothing."""

from __future__ import annotations

from argparse import Namespace

from scrapy.commands import parse
from scrapy.exceptions import UsageError
from w3lib.url import is_url

from crawler.commands.temporary_data import temporary_data
from crawler.config import Config
from crawler.pages import url_host
from crawler.registry import load_sources, registry_paths
from crawler.spiders import ReportsSpider


class ParseCommand(parse.Command):
    """Scrapy's command with the spider `reports`, unless another is named.

    The registry entries of the page's host give its family and agency. The exit code is 1 if no response
    came.
    """

    def run(self, args: list[str], opts: Namespace) -> None:
        """Print the items and requests of the page."""
        if len(args) != 1 or not is_url(args[0]) or self.settings is None:
            raise UsageError
        opts.spider = opts.spider or ReportsSpider.name
        config = Config.from_settings(self.settings)
        with temporary_data(self, opts.spider):
            if opts.spider == ReportsSpider.name and "source" not in opts.spargs:
                sources = load_sources(registry_paths(config.sources, config.data))
                opts.spargs["sources"] = tuple(
                    source for source in sources if url_host(args[0]) in source.all_hosts()
                )
            super().run(args, opts)
        if not self.first_response:
            self.exitcode = 1
