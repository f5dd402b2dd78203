"""`scrapy view URL`: opens a page in the user's browser, fetched as a crawl does; archives nothing."""

from __future__ import annotations

from argparse import Namespace

from scrapy.commands import view

from crawler.commands.temporary_data import temporary_data


class ViewCommand(view.Command):
    """Scrapy's command in a temporary data directory."""

    def run(self, args: list[str], opts: Namespace) -> None:
        """Fetch the page and open it."""
        with temporary_data(self, opts.spider):
            super().run(args, opts)
