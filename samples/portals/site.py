"""Parts of a portal of any software: columns of articles, attachments, resources by path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from samples.reports import Agency, Place, SampleReport

HTML_TYPE = "text/html; charset=utf-8"
JSON_TYPE = "application/json; charset=utf-8"
SCRIPT_TYPE = "text/javascript; charset=utf-8"
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Resource:
    """The content of one address. Resources with a date of modification get ETag and Last-Modified."""

    media_type: str
    body: Callable[[], bytes]
    modified: date | None = None


QueryHandler = Callable[[Query], Resource]


@dataclass(frozen=True, slots=True)
class SampleAttachment:
    """A file attached to an article: path, href as the page prints it, and its viewer (empty: a link).

    `host` is the one that serves the file, empty for that of the article.
    """

    path: str
    href: str
    label: str
    media_type: str
    body: Callable[[], bytes]
    viewer: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One page of a list. `link` is its text in the list, `body` the HTML inside the container."""

    path: str
    title: str
    link: str
    published: date
    source: str
    body: Callable[[], str]
    attachment: SampleAttachment | None = None
    report: SampleReport | None = None


@dataclass(frozen=True, slots=True)
class PortalColumn:
    """A list of articles, newest first, at `path`."""

    number: int
    agency: Agency
    path: str
    name: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A portal before its pages are built: one host, one place, one family of software.

    `entry` is the target of 政府信息公开, `map` the site map; both are empty if the front page links to the
    columns. `file_host` is another host that serves the same resources, empty for none.
    """

    host: str
    name: str
    family: str
    place: Place
    code: str
    columns: tuple[PortalColumn, ...]
    entry: str = ""
    map: str = ""
    file_host: str = ""

    def url(self, path: str, host: str = "") -> str:
        """The address of a path, on the host of the site or another one."""
        return f"http://{host or self.host}{path}"

    def with_articles(self, change: Callable[[Article], Article]) -> Site:
        """The same site with every article changed."""
        columns = (
            replace(column, articles=tuple(change(article) for article in column.articles))
            for column in self.columns
        )
        return replace(self, columns=tuple(columns))


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal ready to be served: fixed resources by path, and endpoints that answer queries."""

    site: Site
    resources: dict[str, Resource]
    endpoints: dict[str, QueryHandler] = field(default_factory=dict)
