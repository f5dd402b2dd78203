"""Web addresses as the crawler compares them: one spelling, and which hosts are one portal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from tldextract import TLDExtract
from w3lib.url import safe_url_string

_DEFAULT_PORTS = {("http", 80), ("https", 443)}

_DIGITS = re.compile(r"\d+")


def absolute(base: str, link: str) -> str:
    """`link` on the page `base`, in one spelling without its fragment; "" when it is no web address."""
    try:
        parts = urlsplit(urljoin(base, link.strip().replace("\\", "/")))
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.rstrip(".")
    place = host if port is None or (parts.scheme, port) in _DEFAULT_PORTS else f"{host}:{port}"
    return safe_url_string(urlunsplit((parts.scheme, place, parts.path or "/", parts.query, "")))


def host(url: str) -> str:
    """The host of `url` in lower case, "" when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=8)
def _suffixes(official: tuple[str, ...]) -> TLDExtract:
    """The public suffix list as shipped, nothing fetched, with the official suffixes added to it."""
    extra = tuple(suffix.lstrip(".") for suffix in official)
    return TLDExtract(cache_dir=None, suffix_list_urls=(), extra_suffixes=extra)


@lru_cache(maxsize=65536)
def portal(name: str, official: tuple[str, ...] = ()) -> str:
    """The registrable host above `name`: `zunyi.gov.cn` for `rsj.zunyi.gov.cn`; itself for an address."""
    found = _suffixes(official).extract_str(name)
    return found.top_domain_under_public_suffix or name


def same_portal(url: str, home: str, declared: Iterable[str] = (), official: tuple[str, ...] = ()) -> bool:
    """Whether `url` belongs to the portal at `home`: one registrable host, or a host the portal declares."""
    return is_of_portal(host(url), home, declared, official)


def is_of_portal(name: str, home: str, declared: Iterable[str] = (), official: tuple[str, ...] = ()) -> bool:
    """Whether a host belongs to the portal at `home`; no name belongs to none."""
    if not name:
        return False
    return name in declared or portal(name, official) == portal(host(home), official)


def template(url: str) -> str:
    """What addresses of one list template have in common: the host and the path, numbers aside."""
    parts = urlsplit(url)
    return f"{parts.hostname}{_DIGITS.sub('#', parts.path)}"
