"""How a portal answers: the parts of a request, a table of addresses, and encoded pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qs, unquote

from bench.portals.portal_model import Request, Response

T = TypeVar("T")
Answer = Response | str | None
Handler = Callable[..., Answer]


class Call:
    """A request with its path, its query and its form already taken apart."""

    def __init__(self, request: Request, charset: str) -> None:
        self.request = request
        self.host = request.host.split(":")[0].lower()
        path, _, self.raw_query = request.target.partition("?")
        self.path = unquote(path)
        self.charset = charset
        self._query = parse_qs(self.raw_query, keep_blank_values=True, encoding=charset, errors="replace")
        body = request.body.decode("latin-1") if request.body else ""
        self._form = parse_qs(body, keep_blank_values=True, encoding=charset, errors="replace")

    def arg(self, name: str, default: str = "") -> str:
        """The value of a query parameter."""
        return self._query.get(name, [default])[0]

    def form(self, name: str, default: str = "") -> str:
        """The value of a posted field."""
        return self._form.get(name, [default])[0]

    def number(self, name: str, default: int = 1, posted: bool = False) -> int:
        """A whole number from the query or the form; the default if it is none."""
        text = self.form(name) if posted else self.arg(name)
        return int(text) if text.isdigit() else default

    def cookie(self, name: str) -> str:
        """The value of a cookie, empty if the visitor sent none."""
        for key, value in self.request.headers.items():
            if key.lower() == "cookie":
                for pair in value.split(";"):
                    left, _, right = pair.strip().partition("=")
                    if left == name:
                        return right
        return ""


class Site:
    """The addresses of one portal; the first one that fits and answers wins."""

    def __init__(self, charset: str = "utf-8", soft_404: bool = False) -> None:
        self.charset = charset
        self.soft_404 = soft_404
        self.routes: list[tuple[re.Pattern[str], Handler]] = []
        self.gate: Callable[[Call], Response | None] | None = None
        self.clutter = ""

    def route(self, pattern: str) -> Callable[[Handler], Handler]:
        """Marks a function as the answer to the paths that fit a pattern."""

        def keep(handler: Handler) -> Handler:
            self.routes.append((re.compile(pattern), handler))
            return handler

        return keep

    def page(self, text: str, status: int = 200) -> Response:
        """An HTML page in the charset of the site."""
        text = text.replace("<!--foot-->", self.clutter)
        body = text.encode("gb18030" if self.charset.startswith("gb") else self.charset)
        return Response(body, status, f"text/html; charset={self.charset}")

    def respond(self, request: Request) -> Response:
        """The answer to a request."""
        call = Call(request, "gbk" if self.charset.startswith("gb") else self.charset)
        if self.gate is not None:
            early = self.gate(call)
            if early is not None:
                return early
        for regex, handler in self.routes:
            found = regex.fullmatch(call.path)
            if found:
                answer = handler(call, *found.groups())
                if isinstance(answer, str):
                    return self.page(answer)
                if answer is not None:
                    return answer
        if call.path == "/robots.txt":
            return Response(b"Not Found", 404, "text/plain")
        text = "<html><head><title>页面不存在</title></head><body><h3>您访问的页面不存在或已删除！</h3>"
        return self.page(text + '<a href="/">返回首页</a></body></html>', 200 if self.soft_404 else 404)


def text_response(text: str, content_type: str) -> Response:
    """A script, a style sheet or JSON in UTF-8."""
    return Response(text.encode(), 200, f"{content_type}; charset=utf-8")


def redirect(location: str, *headers: tuple[str, str]) -> Response:
    """A 302 to another address."""
    return Response(b"", 302, "text/html", (("Location", location), *headers))


def pages_of(count: int, size: int) -> int:
    """How many pages a list of this length has; at least one."""
    return max(1, -(-count // size))


def window(items: list[T], page: int, size: int) -> list[T]:
    """The rows of a page, counted from one."""
    return items[(page - 1) * size : page * size]
