"""Responses of the sample web and its request log; no sockets here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from email.utils import formatdate
from http import HTTPStatus
from threading import Lock
from urllib.parse import parse_qsl, unquote, urlsplit

from samples.portals import Portal, Resource, SampleResponse
from samples.world import ActiveFault

_SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request; times are seconds of the monotonic clock, `form` is the body of a POST."""

    started: float
    ended: float
    method: str
    host: str
    path: str
    status: int
    user_agent: str
    form: str = ""


NOT_FOUND = SampleResponse(
    HTTPStatus.NOT_FOUND, body="<!DOCTYPE html><title>404</title><p>页面不存在</p>".encode()
)
BAD_REQUEST = SampleResponse(HTTPStatus.BAD_REQUEST, body=b"<!DOCTYPE html><title>400</title>")


def portals_by_host(portals: Iterable[Portal]) -> dict[str, Portal]:
    """Portals by their hosts, those that serve only files among them."""
    return {host: portal for portal in portals for host in (portal.site.host, portal.site.file_host) if host}


@dataclass
class PortalApp:
    """Serves all resources, each rendered once, and logs requests."""

    portals: dict[str, Portal]
    faults: Mapping[str, ActiveFault] = field(default_factory=dict)
    log: list[LoggedRequest] = field(default_factory=list)
    _rendered: dict[tuple[str, str], SampleResponse] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def respond(self, host: str, target: str, form: str = "") -> SampleResponse:
        """The answer to a request for `target` on the virtual host `host`, after the fault of the host."""
        response = self._portal_response(host, target, form)
        active_fault = self.faults.get(host)
        return active_fault.apply(unquote(urlsplit(target).path), response) if active_fault else response

    def _portal_response(self, host: str, target: str, form: str) -> SampleResponse:
        portal = self.portals.get(host)
        parts = urlsplit(target)
        path = unquote(parts.path).partition(";")[0]
        if portal is None:
            return NOT_FOUND
        if (asked := f"{path}?{parts.query}") in portal.resources:
            return self._static_response(host, asked, portal)
        if endpoint := portal.endpoints.get(path):
            try:
                resource = endpoint(dict(parse_qsl(form)) | dict(parse_qsl(parts.query)))
            except ValueError:
                return BAD_REQUEST
            return _to_response(resource)
        return self._static_response(host, path, portal)

    def render_all(self) -> None:
        """Render everything that has a fixed address."""
        for host, portal in self.portals.items():
            for path in portal.resources:
                self._static_response(host, path, portal)

    def _static_response(self, host: str, path: str, portal: Portal) -> SampleResponse:
        cached = self._rendered.get((host, path))
        if cached is None:
            resource = portal.resources.get(path)
            if resource is None:
                return NOT_FOUND
            # Rendering a PDF twice at once costs more than waiting for the first.
            with self._lock:
                cached = self._rendered.get((host, path)) or _to_response(resource)
                self._rendered[host, path] = cached
        return cached


def _to_response(resource: Resource) -> SampleResponse:
    body = resource.body()
    headers: tuple[tuple[str, str], ...] = ()
    if resource.modified:
        headers = (("ETag", _etag(body)), ("Last-Modified", _http_date(resource.modified)))
    return SampleResponse(HTTPStatus.OK, resource.media_type, body, headers)


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def _http_date(day: date) -> str:
    return formatdate((day - date(1970, 1, 1)).days * _SECONDS_PER_DAY, usegmt=True)
