"""`scrapy fetch URL`: prints a page, fetched as a crawl does; archives nothing."""

from __future__ import annotations

from argparse import Namespace

from scrapy.commands import fetch
from scrapy.http import Response

from crawler.commands.temporary_data import temporary_data


class FetchCommand(fetch.Command):
    """Scrapy's command in a temporary data directory; the exit code is 1 if no response came."""

    def run(self, args: list[str], opts: Namespace) -> None:
        """Print the response."""
        self.exitcode = 1
        with temporary_data(self, opts.spider):
            super().run(args, opts)

    def _print_response(self, response: Response, opts: Namespace) -> None:
        self.exitcode = 0
        super()._print_response(response, opts)
