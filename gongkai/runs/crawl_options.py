"""How a command visits portals: the options that say whom, and on whose behalf, as one `CrawlOptions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from crawler import ContactMissing, CrawlOptions, Guard
from crawler.politeness import check_contact, open_store, store_dirs
from gongkai.errors import UsageError
from gongkai.options import contact_option, host_option, suffix_option

ReturnValue = TypeVar("ReturnValue")


def crawl_options(command: Callable[..., ReturnValue]) -> Callable[..., ReturnValue]:
    """`--suffix`, `--host` and `--contact`, given to the command as `options`."""

    @wraps(command)
    def visits(
        *arguments: Any, suffixes: tuple[str, ...], hosts: dict[str, str], contact: str, **rest: Any
    ) -> ReturnValue:
        options = CrawlOptions(hosts=hosts, suffixes=suffixes, contact=contact)
        if hosts:
            # On loopback nobody is a guest: the pause between requests is for other people's servers.
            options = replace(options, delay=0.0)
        return command(*arguments, options=options, **rest)

    return suffix_option(host_option(contact_option(visits)))


def require_contact_and_store(data: Path, options: CrawlOptions, hosts: Iterable[str]) -> None:
    """Misuse where one of `hosts` is somebody else's and nobody is named who answers for the visit.

    `NoTurns` where crawls into `data` cannot agree with others on whose turn it is.
    """
    named = tuple(hosts)
    try:
        check_contact(options.contact, named, Guard.from_pairs(options.hosts))
    except ContactMissing as error:
        raise UsageError(str(error)) from error
    for folder in store_dirs(data, named, options.hosts):
        open_store(folder).close()
