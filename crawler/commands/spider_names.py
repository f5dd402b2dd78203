"""Checks the name of a spider on the command line, for which Scrapy raises a bare `KeyError`."""

from __future__ import annotations

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.model import translate


def check_spider_name(command: ScrapyCommand, name: str | None) -> None:
    """Raise `UsageError`, which Scrapy shows as a line, if no spider has this name; None is no name."""
    known = command.crawler_process.spider_loader.list() if command.crawler_process else []
    if name is not None and name not in known:
        message = translate("没有名为 {name} 的爬虫；现有 {names}", name=name, names="、".join(known))
        raise UsageError(message, print_help=False)
