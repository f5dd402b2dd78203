"""A query that would take for ever is stopped by the settings of the site."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from datasette.database import QueryInterrupted

from archive.site.app.release_app import DATABASE_NAME, ReleaseApp
from tests.support.site_collection import SiteReport, publish_release

ENDLESS_QUERY = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
LONGEST_LIMIT_MS = 5_000
SETTINGS_FILE = Path(__file__).parents[4] / "archive" / "site" / "settings.json"


def test_an_endless_query_is_stopped(tmp_path: Path) -> None:
    # First the number: with a limit of half an hour this test should fail at once.
    assert 0 < json.loads(SETTINGS_FILE.read_text("utf-8"))["sql_time_limit_ms"] <= LONGEST_LIMIT_MS
    publish_release(tmp_path, [SiteReport("湖南省长沙市公安局")])

    async def query() -> None:
        app = await ReleaseApp.open((tmp_path / "current").resolve())
        try:
            assert app._datasette.setting("sql_time_limit_ms") <= LONGEST_LIMIT_MS
            await app._datasette.get_database(DATABASE_NAME).execute(ENDLESS_QUERY)
        finally:
            await app.close()

    with pytest.raises(QueryInterrupted):
        asyncio.run(query())
