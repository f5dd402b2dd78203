"""Web addresses as the crawler compares them: one spelling, and which hosts are one portal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from tldextract import TLDExtract
from w3lib.url import safe_url_string

LONGEST = 2083
"""A longer address is none: no browser and hardly a server takes it, and nobody prints it in a list."""
_DEFAULT_PORTS = {("http", 80), ("https", 443)}

_DIGITS = re.compile(r"\d+")
# What messengers, counters and sessions add to an address. `from=30` says where a list goes on,
# `from=timeline` who passed it on.
_ADDED = re.compile(
    r"^(utm_\w+|spm|isappinstalled|nsukey|\w*sessionid|share\w*|wx\w*)="
    r"|^from=(?!\d+$)|^(_|t|_t|ts|timestamp|rnd|rand|random|nocache)=(\d{8,}|0\.\d+)?$",
    re.IGNORECASE,
)
_SESSION = re.compile(r";jsessionid=[^/?]*", re.IGNORECASE)
_INDEX = re.compile(r"/(index|default)\.(s?html?|jsp|php|aspx?)$", re.IGNORECASE)
# Portals of Guangdong serve each article a second time for telephones.
_TWIN = re.compile(r"/mpost_(?=\d+\.html)")


# What nine of ten links are: folders and a file, from the root or from here; nothing to resolve or to escape.
_PLAIN = re.compile(r"(?:\./)?(?P<path>(?:\w[\w.~-]*/)*\w[\w.~-]*/?(?:\?[\w/.~=&-]+)?)", re.ASCII)


def absolute(base: str, link: str) -> str:
    """`link` on the page `base`, in one spelling without its fragment; "" when it is no web address."""
    if len(link) > LONGEST:
        return ""
    root, folder = _places(base)
    if root and (plain := _PLAIN.fullmatch(link, link.startswith("/"))):
        return (root if plain.start() else folder) + plain["path"]
    return _joined(base, link)


@lru_cache(maxsize=1024)
def _places(base: str) -> tuple[str, str]:
    """The root of the host and the folder of a page, both with a slash at the end."""
    folder = _joined(base, ".")
    return "/".join((*folder.split("/", 3)[:3], "")) if folder else "", folder


def _joined(base: str, link: str) -> str:
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
def parts(url: str) -> SplitResult:
    """`url` taken apart, as `urlsplit` does; remembered, since every page of a portal has the same menus."""
    return urlsplit(url)


def canonical(url: str) -> str:
    """What all addresses of one page have in common; not itself an address to ask for.

    Left out are the scheme, `www.`, a folder's index file, sessions and the marks of who passed a link on.
    """
    cut = parts(url)
    place = cut.netloc.lower().removeprefix("www.")
    path = _SESSION.sub("", re.sub(r"/{2,}", "/", cut.path))
    path = _TWIN.sub("/post_", _INDEX.sub("/", path))
    query = "&".join(sorted(part for part in cut.query.split("&") if part and not _ADDED.search(part)))
    return f"{place}{path}?{query}" if query else f"{place}{path}"


def other_scheme(url: str) -> str:
    """The same place over http instead of https, or the other way round; "" where the port is given."""
    cut = parts(url)
    scheme = {"http": "https", "https": "http"}.get(cut.scheme, "")
    return cut._replace(scheme=scheme).geturl() if scheme and cut.netloc == cut.hostname else ""


def host(url: str) -> str:
    """The host of `url` in lower case, "" when there is none."""
    try:
        return parts(url).hostname or ""
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
    cut = parts(url)
    return f"{cut.hostname}{_DIGITS.sub('#', cut.path)}"
