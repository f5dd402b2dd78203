"""One release on show: a Datasette of its own over one archive.db that never changes."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import httpx

from archive.exports import build_metadata
from archive.forms import FORMS_DIR_VARIABLE, LEGACY_FORM, forms
from archive.model import ReportError
from archive.site.app.asgi import App, Receive, Scope, Send
from archive.site.app.datasette_api import Datasette, inspect_tables

SITE_DIR = Path(__file__).parents[1]
DATABASE_NAME = "archive"
# Asked once before anybody else may ask: templates compiled, and proof that the release can be shown.
_PRELOADED_PAGES = ("/", f"/{DATABASE_NAME}/reports")


class BrokenRelease(ReportError):
    """A release that cannot be shown."""


class ReleaseApp:
    """A Datasette over one archive.db, from the first request to the last."""

    def __init__(self, folder: Path, datasette: Any) -> None:
        self.folder = folder
        self.active_requests = 0
        self._datasette = datasette
        self._app: App = datasette.app()

    @classmethod
    async def open(cls, folder: Path, settings: Mapping[str, object] | None = None) -> ReleaseApp:
        """The release in `folder`, ready to answer. Raises BrokenRelease."""
        path = folder / f"{DATABASE_NAME}.db"
        try:
            tables = await asyncio.to_thread(_inspect_database, path)
            await asyncio.to_thread(_check_forms, path)
            release = cls(folder, _create_datasette(path, tables, settings or {}))
            await release._open_all_connections()
            await release._preload_pages()
        except (OSError, sqlite3.Error) as error:
            raise BrokenRelease(f"{path}：打不开（{error}）") from error
        return release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, counted as in use until its last byte."""
        with self._count_request():
            await self._app(scope, receive, send)

    async def close(self) -> None:
        """Give back files and threads. Only when nobody uses it."""
        for database in self._datasette.databases.values():
            if not database.is_mutable:
                continue
            # The thread that writes Datasette's own tables waits for work for ever; this ends it.
            await database.execute_write_fn(_stop_writer_thread, block=False)
        await asyncio.to_thread(self._datasette.executor.shutdown)
        for database in self._datasette.databases.values():
            database.close()

    @contextmanager
    def _count_request(self) -> Iterator[None]:
        self.active_requests += 1
        try:
            yield
        finally:
            self.active_requests -= 1

    async def _open_all_connections(self) -> None:
        """Let every SQL thread open the file now: its folder may be deleted while the last streams run."""
        threads = self._datasette.setting("num_sql_threads")
        everybody = threading.Barrier(threads, timeout=60)

        def meet(connection: sqlite3.Connection) -> None:
            connection.execute("select count(*) from sqlite_master").fetchone()
            everybody.wait()

        database = self._datasette.get_database(DATABASE_NAME)
        await asyncio.gather(*(database.execute_fn(meet) for _ in range(threads)))

    async def _preload_pages(self) -> None:
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            for page in _PRELOADED_PAGES:
                status = (await client.get(page)).status_code
                if status != 200:
                    raise BrokenRelease(f"{self.folder}：首次试看 {page} 得到 {status}")


def _create_datasette(path: Path, tables: dict[str, Any], settings: Mapping[str, object]) -> Any:
    shipped = json.loads((SITE_DIR / "settings.json").read_text("utf-8"))
    facts = {"hash": path.parent.name, "size": path.stat().st_size, "file": path.name, "tables": tables}
    return Datasette(
        immutables=[str(path)],
        inspect_data={DATABASE_NAME: facts},
        metadata=build_metadata(),
        settings={**shipped, **settings},
        template_dir=str(SITE_DIR / "templates"),
        plugins_dir=str(SITE_DIR / "plugins"),
        static_mounts=[("static", str(SITE_DIR / "static"))],
    )


def _inspect_database(path: Path) -> dict[str, Any]:
    """Tables and their sizes, counted once: the file cannot change."""
    with _open_immutable(path) as connection:
        connection.row_factory = sqlite3.Row
        tables: dict[str, Any] = inspect_tables(connection, {})
        return tables


def _check_forms(path: Path) -> None:
    """Raise BrokenRelease when reports are of a form that this process was not told of."""
    with _open_immutable(path) as connection:
        used = {form for (form,) in connection.execute("select distinct form from reports")}
    if unknown := sorted(used - forms().keys() - {LEGACY_FORM}):
        raise BrokenRelease(
            f"{path}：其中有表式 {'、'.join(unknown)} 的年报，本进程没有这种表式；"
            f"请像构建时那样设 {FORMS_DIR_VARIABLE} 再启动"
        )


@contextmanager
def _open_immutable(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def _stop_writer_thread(_: sqlite3.Connection) -> NoReturn:
    raise SystemExit
