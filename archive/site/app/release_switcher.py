"""What the web server talks to: always the current release, changed between two requests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from archive.model import ReportError
from archive.site.app.asgi import Receive, Scope, Send
from archive.site.app.release_app import DATABASE, BrokenRelease, Release

_LOG = logging.getLogger("gongkai.serve")
# A new release shows within this time and the seconds that it takes to open.
_LOOK_EVERY = 1.0


class NoRelease(ReportError):
    """Nothing has been published yet."""


class Front:
    """An ASGI app over `data/current`.

    Replacing the file under a running Datasette, or a database under the same name, shows old rows for ever
    (connections are kept per thread, counts per process); so each release gets a Datasette of its own. The
    next one is opened and asked for its first pages beside the present one; then one assignment sends all
    further requests to it. The old one closes after its last request.
    """

    def __init__(self, data: Path, settings: Mapping[str, object] | None = None) -> None:
        self._link = data / "current"
        self._settings = settings
        self._retired: list[Release] = []
        self._refused: Path | None = None
        self._current: Release | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the release that is current now, to the last byte."""
        if self._current is None:
            raise NoRelease(f"{self._link}：尚未打开")
        await self._current(scope, receive, send)

    async def open(self) -> None:
        """Open the current release. Raises NoRelease or BrokenRelease."""
        self._current = await Release.open(current(self._link), self._settings)

    async def follow(self) -> None:
        """Look for a new release again and again, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            await self._look()
            await self._close_unused()

    async def close(self) -> None:
        """Close everything, used or not."""
        releases = [*self._retired, *([self._current] if self._current else [])]
        self._retired, self._current = [], None
        for release in releases:
            await release.close()

    async def _look(self) -> None:
        try:
            folder = current(self._link)
            if self._current is None or folder == self._current.folder:
                return
            fresh = await Release.open(folder, self._settings)
        except (NoRelease, BrokenRelease) as error:
            self._refuse(error)
            return
        self._retired.append(self._current)
        self._current = fresh
        self._refused = None
        _LOG.info("已换上新版本 %s", folder.name)

    def _refuse(self, error: ReportError) -> None:
        """Say once that a release is not shown; it is tried again all the same."""
        target = self._link.resolve()
        if target != self._refused:
            self._refused = target
            _LOG.error("新版本未换上，仍提供原版本：%s", error)

    async def _close_unused(self) -> None:
        for release in [release for release in self._retired if not release.users]:
            self._retired.remove(release)
            await release.close()


def current(link: Path) -> Path:
    """The folder that `link` leads to now. Raises NoRelease where there is none with a database in it."""
    folder = link.resolve()
    if not (folder / f"{DATABASE}.db").is_file():
        raise NoRelease(f"{link}：还没有发布任何版本，请先运行 gongkai build")
    return folder
