"""Adds the crawl options to a command and passes them as one `CrawlOptions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from crawler import ContactMissing, CrawlOptions, Guard
from crawler.politeness import check_contact, open_store, store_dirs
from gongkai.errors import UsageError
from gongkai.options import contact_option, delay_option, host_option, suffix_option

ReturnValue = TypeVar("ReturnValue")


def crawl_options(command: Callable[..., ReturnValue]) -> Callable[..., ReturnValue]:
    """Add `--suffix`, `--host`, `--delay` and `--contact` to a command, which gets them as `options`."""

    @wraps(command)
    def command_with_options(
        *arguments: Any,
        suffixes: tuple[str, ...],
        hosts: dict[str, str],
        delay: float | None,
        contact: str,
        **parameters: Any,
    ) -> ReturnValue:
        options = CrawlOptions(hosts=hosts, suffixes=suffixes, contact=contact)
        if delay is not None:
            options = replace(options, delay=delay)
        return command(*arguments, options=options, **parameters)

    return suffix_option(host_option(delay_option(contact_option(command_with_options))))


def require_contact_and_store(data: Path, options: CrawlOptions, hosts: Iterable[str]) -> None:
    """Check that `hosts` may be visited, before a crawl begins.

    Raises `UsageError` if one of them is a real portal and no contact is given, and
    `RateLimitStoreUnavailable` if the stores through which crawls share hosts cannot be opened.
    """
    host_names = tuple(hosts)
    try:
        check_contact(options.contact, host_names, Guard.from_pairs(options.hosts))
    except ContactMissing as error:
        raise UsageError(str(error)) from error
    for folder in store_dirs(data, host_names, options.hosts):
        open_store(folder).close()
