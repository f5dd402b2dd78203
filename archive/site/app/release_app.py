"""Serves one release with a Datasette of its own; its archive.db never changes."""

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
from archive.model import ReportError, translate
from archive.site.app.asgi import App, Receive, Scope, Send
from archive.site.app.datasette_api import Datasette, inspect_tables

SITE_DIR = Path(__file__).parents[1]
DATABASE_NAME = "archive"
# Requested once before the release is served: compiles the templates and shows that the release works.
_PRELOADED_PAGES = ("/", f"/{DATABASE_NAME}/reports")


class BrokenRelease(ReportError):
    """A release that cannot be shown."""


class ReleaseApp:
    """A Datasette over one archive.db; counts the requests that it is answering."""

    def __init__(self, folder: Path, datasette: Any) -> None:
        self.folder = folder
        self.active_requests = 0
        self._datasette = datasette
        self._app: App = datasette.app()

    @classmethod
    async def open(cls, folder: Path, settings: Mapping[str, object] | None = None) -> ReleaseApp:
        """Open the release in `folder` and load its first pages. Raises `BrokenRelease` if that fails."""
        path = folder / f"{DATABASE_NAME}.db"
        try:
            tables = await asyncio.to_thread(_inspect_database, path)
            await asyncio.to_thread(_check_forms, path)
            release = cls(folder, _create_datasette(path, tables, settings or {}))
            await release._open_all_connections()
            await release._preload_pages()
        except (OSError, sqlite3.Error) as error:
            raise BrokenRelease(translate("{path}：打不开（{error}）", path=path, error=error)) from error
        return release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; it counts as active until the last byte is sent."""
        with self._count_request():
            await self._app(scope, receive, send)

    async def close(self) -> None:
        """Close files and end threads. Must not be called while a request is active."""
        for database in self._datasette.databases.values():
            if not database.is_mutable:
                continue
            # The thread that writes Datasette's internal tables waits for work without end; this stops it.
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
        """Open the file in every SQL thread now: its folder may be deleted while the last streams run."""
        threads = self._datasette.setting("num_sql_threads")
        barrier = threading.Barrier(threads, timeout=60)

        def open_connection(connection: sqlite3.Connection) -> None:
            connection.execute("select count(*) from sqlite_master").fetchone()
            # A thread that waits here cannot take the job of another one.
            barrier.wait()

        database = self._datasette.get_database(DATABASE_NAME)
        await asyncio.gather(*(database.execute_fn(open_connection) for _ in range(threads)))

    async def _preload_pages(self) -> None:
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            for page in _PRELOADED_PAGES:
                status = (await client.get(page)).status_code
                if status != 200:
                    raise BrokenRelease(
                        translate(
                            "{folder}：试打开 {page} 得到状态码 {status}",
                            folder=self.folder,
                            page=page,
                            status=status,
                        )
                    )


def _create_datasette(path: Path, tables: dict[str, Any], settings: Mapping[str, object]) -> Any:
    defaults = json.loads((SITE_DIR / "settings.json").read_text("utf-8"))
    inspect_data = {
        "hash": path.parent.name,
        "size": path.stat().st_size,
        "file": path.name,
        "tables": tables,
    }
    return Datasette(
        immutables=[str(path)],
        inspect_data={DATABASE_NAME: inspect_data},
        metadata=build_metadata(),
        settings={**defaults, **settings},
        template_dir=str(SITE_DIR / "templates"),
        plugins_dir=str(SITE_DIR / "plugins"),
        static_mounts=[("static", str(SITE_DIR / "static"))],
    )


def _inspect_database(path: Path) -> dict[str, Any]:
    """Tables and their row counts, counted once because the file never changes."""
    with _open_immutable(path) as connection:
        connection.row_factory = sqlite3.Row
        tables: dict[str, Any] = inspect_tables(connection, {})
        return tables


def _check_forms(path: Path) -> None:
    """Raise `BrokenRelease` if a report has a form that this process does not know."""
    with _open_immutable(path) as connection:
        form_ids = {form_id for (form_id,) in connection.execute("select distinct form from reports")}
    if unknown := sorted(form_ids - forms().keys() - {LEGACY_FORM}):
        raise BrokenRelease(
            translate(
                "{path}：其中有表式 {forms} 的年报，本进程没有这种表式；请像构建时那样设 {variable} 再启动",
                path=path,
                forms="、".join(unknown),
                variable=FORMS_DIR_VARIABLE,
            )
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
