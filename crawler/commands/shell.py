"""`scrapy shell URL`: a console with the response, fetched as a crawl does; archives nothing."""

from __future__ import annotations

from argparse import Namespace

from scrapy.commands import shell

from crawler.commands.temporary_data import temporary_data


class ShellCommand(shell.Command):
    """Scrapy's command in a temporary data directory."""

    def run(self, args: list[str], opts: Namespace) -> None:
        """Fetch the page and open the console."""
        with temporary_data(self, opts.spider):
            super().run(args, opts)
