"""A small web site in memory: pages, files and handlers by address, and the portal made of it."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from bench.portals.portal_model import ForeignPortal, KnownReport, Request, Response

T = TypeVar("T")
Query = dict[str, str]
Handler = Callable[[Request, Query], Response]
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "zip": "application/zip",
    "js": "application/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "gif": "image/gif",
    "png": "image/png",
    "jpg": "image/jpeg",
    "json": "application/json;charset=UTF-8",
    "xml": "text/xml;charset=UTF-8",
}


def kind_of(path: str) -> str:
    """The content type that a server gives by the ending of the path."""
    return KINDS.get(path.rsplit(".", 1)[-1].lower(), "application/octet-stream")


class Site:
    """Addresses of one portal and what they answer."""

    def __init__(self, *hosts: str, encoding: str = "utf-8", soft_missing: bool = False) -> None:
        self.hosts = hosts
        self.encoding = encoding
        self.soft_missing = soft_missing
        self.pages: dict[tuple[str, str], Callable[[], Response]] = {}
        self.handlers: dict[tuple[str, str], Handler] = {}
        self.reports: list[KnownReport] = []
        self.decoys: list[str] = []

    def url(self, target: str, host: str = "") -> str:
        """The absolute address of a path of this site."""
        return f"http://{host or self.hosts[0]}{target}"

    def html(self, text: str, status: int = 200, headers: Sequence[tuple[str, str]] = ()) -> Response:
        """A page in the encoding of the site (\"gbk\" is told only by the page itself)."""
        content = {"gbk": "text/html", "gb2312": "text/html; charset=gb2312"}.get(
            self.encoding, "text/html; charset=utf-8"
        )
        body = text.encode("utf-8" if self.encoding == "utf-8" else "gbk", "xmlcharrefreplace")
        return Response(body, status, content, tuple(headers))

    def page(self, target: str, make: str | Callable[[], str], host: str = "") -> str:
        """Puts a page at a target (path, or path with query) and gives its absolute address."""
        key = (host or self.hosts[0], target)
        if key in self.pages:
            raise ValueError(f"two pages at {key}")
        self.pages[key] = lambda: self.html(make if isinstance(make, str) else make())
        return self.url(target, host)

    def file(self, target: str, make: bytes | Callable[[], bytes], kind: str = "", name: str = "") -> str:
        """Puts a file at a target and gives its absolute address; `name` adds a download name."""
        headers = (("Content-Disposition", f"attachment; filename*=UTF-8''{name}"),) if name else ()
        content = kind or kind_of(target)

        def answer() -> Response:
            return Response(make if isinstance(make, bytes) else make(), 200, content, headers)

        self.pages[self.hosts[0], target] = answer
        return self.url(target)

    def handle(self, path: str, handler: Handler, host: str = "") -> None:
        """Answers a path by a function of the request and its query."""
        self.handlers[host or self.hosts[0], path] = handler

    def static(self, files: dict[str, str]) -> None:
        """Puts scripts and style sheets at their paths."""
        for path, text in files.items():
            self.file(path, text.encode())

    def respond(self, request: Request) -> Response:
        """The answer of the site to any request."""
        host = request.host.split(":")[0].lower()
        parts = urlsplit(request.target)
        path = unquote(parts.path) or "/"
        for target in (request.target, path + ("?" + parts.query if parts.query else "")):
            if (host, target) in self.pages:
                return self.pages[host, target]()
        if (host, path) in self.handlers:
            return self.handlers[host, path](request, dict(parse_qsl(parts.query, keep_blank_values=True)))
        if (host, path) in self.pages:
            return self.pages[host, path]()
        if path == "/robots.txt" and not self.soft_missing:
            return Response(b"User-agent: *\nAllow: /\n", 200, "text/plain")
        if path.rsplit(".", 1)[-1].lower() in {"gif", "jpg", "png", "ico"}:
            return Response(PIXEL, 200, "image/gif")
        if path.endswith(".css"):
            return Response(b"body{font-size:14px}", 200, KINDS["css"])
        text = "<html><head><title>页面不存在</title></head><body><h2>您访问的页面不存在或已被删除！</h2></body></html>"
        return self.html(text, 200 if self.soft_missing and path != "/robots.txt" else 404)

    def portal(
        self,
        name: str,
        system: str,
        home: str,
        columns: Iterable[str],
        notes: str,
        needs_browser: bool = False,
    ) -> ForeignPortal:
        """The finished portal."""
        return ForeignPortal(
            name,
            system,
            self.hosts,
            self.url(home),
            tuple(columns),
            tuple(self.reports),
            tuple(dict.fromkeys(self.decoys)),
            needs_browser,
            notes,
            self.respond,
        )


def form_of(request: Request) -> Query:
    """The fields of a posted form."""
    return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))


def chunks(rows: Sequence[T], size: int) -> list[Sequence[T]]:
    """The rows cut in pages; an empty list has one empty page."""
    count = max(1, math.ceil(len(rows) / size))
    return [rows[index * size : (index + 1) * size] for index in range(count)]


def cut(text: str, length: int) -> str:
    """The text as a list shows it: cut with dots when it is too long."""
    return escape(text if len(text) <= length else text[: length - 1] + "…")


def attr(text: str) -> str:
    """The text for use inside an attribute in double quotes."""
    return escape(text, quote=True)
