"""ASGI app that always serves the current release and switches between two requests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from archive.model import ReportError, translate
from archive.site.app.asgi import Receive, Scope, Send
from archive.site.app.release_app import DATABASE_NAME, BrokenRelease, ReleaseApp

_LOG = logging.getLogger("gongkai.serve")
# A new release is served after at most this time, plus the seconds that it takes to open.
_POLL_SECONDS = 1.0


class ReleaseMissing(ReportError):
    """No release has been published yet."""


class ReleaseSwitcher:
    """An ASGI app over `data/current`.

    If the file of a running Datasette is replaced, or a database is added under the same name, it keeps
    showing old rows (connections are kept per thread, counts per process). So each release gets a Datasette
    of its own. The next one is opened and preloaded next to the current one, then one assignment sends all
    further requests to it. The old one is closed after its last request.
    """

    def __init__(self, data: Path, settings: Mapping[str, object] | None = None) -> None:
        self._link = data / "current"
        self._settings = settings
        self._retired: list[ReleaseApp] = []
        self._rejected: Path | None = None
        self._current: ReleaseApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the whole request from the release that is current now."""
        if self._current is None:
            raise ReleaseMissing(translate("{link}：尚未打开", link=self._link))
        await self._current(scope, receive, send)

    async def open(self) -> None:
        """Open the current release. Raises `ReleaseMissing` or `BrokenRelease`."""
        self._current = await ReleaseApp.open(current_release_dir(self._link), self._settings)

    async def watch(self) -> None:
        """Check for a new release every second until cancelled."""
        while True:
            await asyncio.sleep(_POLL_SECONDS)
            await self._check_for_release()
            await self._close_unused()

    async def close(self) -> None:
        """Close all releases, even if requests are active."""
        releases = [*self._retired, *([self._current] if self._current else [])]
        self._retired, self._current = [], None
        for release in releases:
            await release.close()

    async def _check_for_release(self) -> None:
        try:
            folder = current_release_dir(self._link)
            if self._current is None or folder == self._current.folder:
                return
            release = await ReleaseApp.open(folder, self._settings)
        except (ReleaseMissing, BrokenRelease) as error:
            self._log_rejection(error)
            return
        self._retired.append(self._current)
        self._current = release
        self._rejected = None
        _LOG.info("已换上新版本 %s", folder.name)

    def _log_rejection(self, error: ReportError) -> None:
        """Log once that a release cannot be served; it is tried again at every check."""
        target = self._link.resolve()
        if target != self._rejected:
            self._rejected = target
            _LOG.error("新版本未换上，仍提供原版本：%s", error)

    async def _close_unused(self) -> None:
        for release in [release for release in self._retired if not release.active_requests]:
            self._retired.remove(release)
            await release.close()


def current_release_dir(link: Path) -> Path:
    """The folder that `link` points to now. Raises `ReleaseMissing` if it has no database."""
    folder = link.resolve()
    if not (folder / f"{DATABASE_NAME}.db").is_file():
        raise ReleaseMissing(translate("{link}：还没有发布任何版本，请先运行 gongkai build", link=link))
    return folder
