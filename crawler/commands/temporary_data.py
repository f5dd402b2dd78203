"""Runs a Scrapy command in a data directory of its own, which is deleted with all that it recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.model import ReportError, translate
from crawler.commands.spider_names import check_spider_name
from crawler.middlewares import FailureLineMiddleware

FAILURE_LINE_PRIORITY = 50
"""Outside all other middlewares: it sees a failure only after the last retry."""


@contextmanager
def temporary_data(command: ScrapyCommand, spider: str | None) -> Iterator[None]:
    """Let a command archive into a temporary folder; failed requests and our own errors become lines.

    The slots of real hosts stay in the user's state folder, so these commands wait for running crawls.
    `spider` is the name of a spider, None if there is none on the command line.
    """
    check_spider_name(command, spider)
    if command.settings is None:
        raise RuntimeError(translate("命令还没有设置"))
    command.settings.set_in_component_priority_dict(
        "DOWNLOADER_MIDDLEWARES", FailureLineMiddleware, FAILURE_LINE_PRIORITY
    )
    # The writing thread of a shell may still be busy when the folder is deleted.
    with TemporaryDirectory(prefix="gongkai-scrapy-", ignore_cleanup_errors=True) as folder:
        command.settings.set("GONGKAI_DATA", folder, priority="cmdline")
        try:
            yield
        except ReportError as error:
            raise UsageError(str(error), print_help=False) from error
