"""Web addresses as the crawler compares them: one spelling, and which hosts are one portal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from tldextract import TLDExtract
from w3lib.url import safe_url_string

MAX_URL_LENGTH = 2083
"""A longer address is none: no browser and hardly a server takes it, and nobody prints it in a list."""
_DEFAULT_PORTS = {("http", 80), ("https", 443)}

_DIGITS = re.compile(r"\d+")
# What messengers, counters and sessions add to an address. `from=30` says where a list goes on,
# `from=timeline` who passed it on.
_TRACKING_PARAMETER = re.compile(
    r"^(utm_\w+|spm|isappinstalled|nsukey|\w*sessionid|share\w*|wx\w*)="
    r"|^from=(?!\d+$)|^(_|t|_t|ts|timestamp|rnd|rand|random|nocache)=(\d{8,}|0\.\d+)?$",
    re.IGNORECASE,
)
_SESSION_ID = re.compile(r";jsessionid=[^/?]*", re.IGNORECASE)
_INDEX_FILE = re.compile(r"/(index|default)\.(s?html?|jsp|php|aspx?)$", re.IGNORECASE)
# Portals of Guangdong serve each article a second time for telephones.
_MOBILE_ARTICLE = re.compile(r"/mpost_(?=\d+\.html)")


# What nine of ten links are: folders and a file, from the root or from here; nothing to resolve or to escape.
_SIMPLE_LINK = re.compile(r"(?:\./)?(?P<path>(?:\w[\w.~-]*/)*\w[\w.~-]*/?(?:\?[\w/.~=&-]+)?)", re.ASCII)


def absolute_url(base: str, link: str) -> str:
    """`link` on the page `base`, in one spelling without its fragment; "" when it is no web address."""
    if len(link) > MAX_URL_LENGTH:
        return ""
    root, folder = _root_and_folder(base)
    if root and (plain := _SIMPLE_LINK.fullmatch(link, link.startswith("/"))):
        return (root if plain.start() else folder) + plain["path"]
    return _join(base, link)


@lru_cache(maxsize=1024)
def _root_and_folder(base: str) -> tuple[str, str]:
    """The root of the host and the folder of a page, both with a slash at the end."""
    folder = _join(base, ".")
    return "/".join((*folder.split("/", 3)[:3], "")) if folder else "", folder


def _join(base: str, link: str) -> str:
    try:
        cut = urlsplit(urljoin(base, link.strip().replace("\\", "/")))
        name = (cut.hostname or "").rstrip(".")
        if cut.scheme not in ("http", "https") or not name:
            return ""
        host = f"[{name}]" if ":" in name else name
        port = cut.port
        place = host if port is None or (cut.scheme, port) in _DEFAULT_PORTS else f"{host}:{port}"
        return safe_url_string(urlunsplit((cut.scheme, place, cut.path or "/", cut.query, "")))
    except ValueError:
        return ""


@lru_cache(maxsize=16384)
def split_url(url: str) -> SplitResult:
    """`url` taken apart, as `urlsplit` does; remembered, since every page of a portal has the same menus."""
    return urlsplit(url)


def canonical_key(url: str) -> str:
    """What all addresses of one page have in common; not itself an address to ask for.

    Left out are the scheme, `www.`, a folder's index file, sessions and the marks of who passed a link on.
    """
    cut = split_url(url)
    place = cut.netloc.lower().removeprefix("www.")
    path = _SESSION_ID.sub("", re.sub(r"/{2,}", "/", cut.path))
    path = _MOBILE_ARTICLE.sub("/post_", _INDEX_FILE.sub("/", path))
    query = "&".join(
        sorted(part for part in cut.query.split("&") if part and not _TRACKING_PARAMETER.search(part))
    )
    return f"{place}{path}?{query}" if query else f"{place}{path}"


def other_scheme_url(url: str) -> str:
    """The same place over http instead of https, or the other way round; "" where the port is given."""
    cut = split_url(url)
    scheme = {"http": "https", "https": "http"}.get(cut.scheme, "")
    return cut._replace(scheme=scheme).geturl() if scheme and cut.netloc == cut.hostname else ""


def url_host(url: str) -> str:
    """The host of `url` in lower case, "" when there is none."""
    try:
        return split_url(url).hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=8)
def _suffix_extractor(official_suffixes: tuple[str, ...]) -> TLDExtract:
    """The public suffix list as shipped, nothing fetched, with the official suffixes added to it."""
    extra = tuple(suffix.lstrip(".") for suffix in official_suffixes)
    return TLDExtract(cache_dir=None, suffix_list_urls=(), extra_suffixes=extra)


@lru_cache(maxsize=65536)
def registrable_domain(hostname: str, official_suffixes: tuple[str, ...] = ()) -> str:
    """The registrable host above `name`: `zunyi.gov.cn` for `rsj.zunyi.gov.cn`; itself for an address."""
    found = _suffix_extractor(official_suffixes).extract_str(hostname)
    return found.top_domain_under_public_suffix or hostname


def same_portal(
    url: str, home: str, extra_hosts: Iterable[str] = (), official_suffixes: tuple[str, ...] = ()
) -> bool:
    """Whether `url` belongs to the portal at `home`: one registrable host, or a host the portal declares."""
    return is_portal_host(url_host(url), home, extra_hosts, official_suffixes)


def is_portal_host(
    hostname: str, home: str, extra_hosts: Iterable[str] = (), official_suffixes: tuple[str, ...] = ()
) -> bool:
    """Whether a host belongs to the portal at `home`; no name belongs to none."""
    if not hostname:
        return False
    return hostname in extra_hosts or registrable_domain(hostname, official_suffixes) == registrable_domain(
        url_host(home), official_suffixes
    )


def url_template(url: str) -> str:
    """What addresses of one list template have in common: the host and the path, numbers aside."""
    cut = split_url(url)
    return f"{cut.hostname}{_DIGITS.sub('#', cut.path)}"
