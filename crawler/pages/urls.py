"""Normalises and compares URLs, and decides which hosts belong to one portal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlencode, urljoin, urlsplit, urlunsplit

from tldextract import TLDExtract
from w3lib.url import safe_url_string

MAX_URL_LENGTH = 2083
"""Longer addresses are ignored: browsers and most servers refuse them, and no list contains any."""
_DEFAULT_PORTS = {("http", 80), ("https", 443)}

_DIGITS = re.compile(r"\d+")
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
# Parameters that messengers, counters and sessions add to a URL. `from=30` is a position in a list,
# `from=timeline` names the messenger.
_TRACKING_PARAMETER = re.compile(
    r"^(utm_\w+|spm|isappinstalled|nsukey|\w*session_?id\w*|phpsessid|cfid|cftoken|share\w*|wx\w*)="
    r"|^from=(?!\d+$)|^(_|t|_t|ts|timestamp|rnd|rand|random|nocache)=(\d{8,}|0\.\d+)?$",
    re.IGNORECASE,
)
_ROUTE = re.compile(r"!?/.")
# Java: list.action;jsessionid=0A1B; ASP.NET without cookies: /(S(a1b2c3))/list.aspx
_SESSION_ID = re.compile(r";jsessionid=[^/?]*|/\([A-Z]\([^()/]*\)\)(?=/)", re.IGNORECASE)
_INDEX_FILE = re.compile(r"/(index|default)\.(s?html?|jsp|php|aspx?)$", re.IGNORECASE)
# Portals of Guangdong serve each article a second time for telephones.
_MOBILE_ARTICLE = re.compile(r"/mpost_(?=\d+\.html)")


# The form of nine of ten links: folders and a file, from the root or relative, without anything to escape.
_SIMPLE_LINK = re.compile(r"(?:\./)?(?P<path>(?:\w[\w.~-]*/)*\w[\w.~-]*/?(?:\?[\w/.~=&-]+)?)", re.ASCII)


def absolute_url(base: str, link: str, encoding: str = "utf-8") -> str:
    """The normalised URL of `link` on the page `base`; "" if it is no web address.

    A fragment is kept only if it is the route of an application: `/#/detail?id=7` is a page of its own.
    Chinese in a query is sent in `encoding`, that of the page, as browsers do; in a path always in UTF-8.
    """
    if len(link) > MAX_URL_LENGTH:
        return ""
    root, folder = _root_and_folder(base)
    if root and (match := _SIMPLE_LINK.fullmatch(link, link.startswith("/"))):
        return (root if match.start() else folder) + match["path"]
    return _join(base, link, encoding)


@lru_cache(maxsize=1024)
def _root_and_folder(base: str) -> tuple[str, str]:
    """The URLs of the root of the host and of the folder of a page, both ending with a slash."""
    folder = _join(base, ".")
    return "/".join((*folder.split("/", 3)[:3], "")) if folder else "", folder


def _join(base: str, link: str, encoding: str = "utf-8") -> str:
    try:
        parts = urlsplit(urljoin(base, link.strip().replace("\\", "/")))
        hostname = (parts.hostname or "").rstrip(".")
        if parts.scheme not in ("http", "https") or not hostname:
            return ""
        host = f"[{hostname}]" if ":" in hostname else hostname
        port = parts.port
        netloc = host if port is None or (parts.scheme, port) in _DEFAULT_PORTS else f"{host}:{port}"
        query = _NON_ASCII.sub(lambda match: _escape(match[0], encoding), parts.query)
        route = parts.fragment if _ROUTE.match(parts.fragment) else ""
        return safe_url_string(urlunsplit((parts.scheme, netloc, parts.path or "/", query, route)))
    except ValueError:
        return ""


def encode_fields(fields: Iterable[tuple[str, str]], encoding: str) -> str:
    """The fields of a form as browsers send them, in the encoding of its page."""
    return urlencode(tuple(fields), encoding=_codec(encoding), errors="xmlcharrefreplace")


def _escape(text: str, encoding: str) -> str:
    """The bytes of a text in the encoding of a page, escaped."""
    return quote(text.encode(_codec(encoding), "xmlcharrefreplace"))


def _codec(encoding: str) -> str:
    """The codec in which a page sends; browsers take UTF-8 where a page is UTF-16."""
    codec = encoding.removesuffix("+lossy")
    return "utf-8" if codec.startswith("utf") else codec


@lru_cache(maxsize=16384)
def split_url(url: str) -> SplitResult:
    """The same as `urlsplit`, cached: every page of a portal has the same menus."""
    return urlsplit(url)


@lru_cache(maxsize=16384)
def canonical_key(url: str) -> str:
    """A key that all URLs of one page share; it is not itself a URL.

    It omits the scheme, `www.`, the index file of a folder, session ids and tracking parameters.
    """
    parts = split_url(url)
    netloc = parts.netloc.lower().removeprefix("www.")
    path = _SESSION_ID.sub("", re.sub(r"/{2,}", "/", parts.path))
    path = _MOBILE_ARTICLE.sub("/post_", _INDEX_FILE.sub("/", path))
    query = "&".join(
        sorted(pair for pair in parts.query.split("&") if pair and not _TRACKING_PARAMETER.search(pair))
    )
    route = f"#{parts.fragment}" if parts.fragment else ""
    return f"{netloc}{path}?{query}{route}" if query else f"{netloc}{path}{route}"


def has_route(url: str) -> bool:
    """Whether a URL names a page that only the application at its address can show."""
    return bool(_ROUTE.match(split_url(url).fragment))


def other_scheme_url(url: str) -> str:
    """The same URL with http instead of https, or the other way round; "" if it names a port."""
    parts = split_url(url)
    scheme = {"http": "https", "https": "http"}.get(parts.scheme, "")
    return parts._replace(scheme=scheme).geturl() if scheme and parts.netloc == parts.hostname else ""


@lru_cache(maxsize=16384)
def url_host(url: str) -> str:
    """The host of `url` in lower case, "" if there is none."""
    try:
        return split_url(url).hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=8)
def _suffix_extractor(official_suffixes: tuple[str, ...]) -> TLDExtract:
    """The bundled public suffix list with the official suffixes added; downloads nothing."""
    extra = tuple(suffix.lstrip(".") for suffix in official_suffixes)
    return TLDExtract(cache_dir=None, suffix_list_urls=(), extra_suffixes=extra)


@lru_cache(maxsize=65536)
def registrable_domain(hostname: str, official_suffixes: tuple[str, ...] = ()) -> str:
    """The registrable domain of a host: `zunyi.gov.cn` for `rsj.zunyi.gov.cn`; an IP address itself."""
    parts = _suffix_extractor(official_suffixes).extract_str(hostname)
    return parts.top_domain_under_public_suffix or hostname


def same_portal(
    url: str, home: str, extra_hosts: Iterable[str] = (), official_suffixes: tuple[str, ...] = ()
) -> bool:
    """Whether `url` belongs to the portal at `home`: the same registrable domain, or one of `extra_hosts`."""
    return is_portal_host(url_host(url), home, extra_hosts, official_suffixes)


def is_portal_host(
    hostname: str, home: str, extra_hosts: Iterable[str] = (), official_suffixes: tuple[str, ...] = ()
) -> bool:
    """Whether a host belongs to the portal at `home`; False for an empty name."""
    if not hostname:
        return False
    return hostname in extra_hosts or registrable_domain(hostname, official_suffixes) == registrable_domain(
        url_host(home), official_suffixes
    )


def url_template(url: str) -> str:
    """Host and path with `#` for each number: equal for the pages of one template."""
    parts = split_url(url)
    return f"{parts.hostname}{_DIGITS.sub('#', parts.path)}"
