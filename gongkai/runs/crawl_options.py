"""How a command visits portals: the options that say whom, and on whose behalf, as one `CrawlOptions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from crawler.exceptions import NoContact
from crawler.guard import Guard
from crawler.politeness.contact import check_contact
from crawler.politeness.slot_pools import folders, opened
from crawler.run import CrawlOptions
from gongkai.errors import Misuse
from gongkai.options import contact_option, host_option, suffix_option

Result = TypeVar("Result")


def visiting(command: Callable[..., Result]) -> Callable[..., Result]:
    """`--suffix`, `--host` and `--contact`, given to the command as `options`."""

    @wraps(command)
    def visits(
        *arguments: Any, suffixes: tuple[str, ...], hosts: dict[str, str], contact: str, **rest: Any
    ) -> Result:
        options = CrawlOptions(hosts=hosts, suffixes=suffixes, contact=contact)
        if hosts:
            # On loopback nobody is a guest: the pause between requests is for other people's servers.
            options = replace(options, delay=0.0)
        return command(*arguments, options=options, **rest)

    return suffix_option(host_option(contact_option(visits)))


def check_visits(data: Path, options: CrawlOptions, hosts: Iterable[str]) -> None:
    """Misuse where one of `hosts` is somebody else's and nobody is named who answers for the visit.

    `NoTurns` where crawls into `data` cannot agree with others on whose turn it is.
    """
    named = tuple(hosts)
    try:
        check_contact(options.contact, named, Guard.of(options.hosts))
    except NoContact as error:
        raise Misuse(str(error)) from error
    for folder in folders(data, named, options.hosts):
        opened(folder).close()
