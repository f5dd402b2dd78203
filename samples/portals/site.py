"""What a portal is made of, whatever software runs it: columns of articles, files, resources by path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from samples.reports import Agency, Place, SampleReport

HTML_TYPE = "text/html; charset=utf-8"
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Resource:
    """What one address gives. Files with a day of change carry validators, generated lists do not."""

    media_type: str
    body: Callable[[], bytes]
    modified: date | None = None


QueryHandler = Callable[[Query], Resource]


@dataclass(frozen=True, slots=True)
class SampleAttachment:
    """A file that hangs on an article: its address, the reference as the page writes it, how it is shown."""

    path: str
    href: str
    label: str
    media_type: str
    body: Callable[[], bytes]
    viewer: str = ""


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
    """A portal before it is printed: one host, one place, one family of software.

    `entry` is where 政府信息公开 leads, `map` the map of the site; "" for a portal that leads to its columns
    from its front page.
    """

    host: str
    name: str
    family: str
    place: Place
    code: str
    columns: tuple[PortalColumn, ...]
    entry: str = ""
    map: str = ""

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.host}{path}"


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal ready to be served: fixed resources by path, and what is computed from a query."""

    site: Site
    resources: dict[str, Resource]
    endpoints: dict[str, QueryHandler] = field(default_factory=dict)
