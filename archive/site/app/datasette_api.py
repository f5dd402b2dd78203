"""The parts of Datasette that this project uses. Datasette has no type hints; here they are typed as Any."""

from __future__ import annotations

from typing import Any

import datasette.app
import datasette.inspect
import datasette.utils.asgi


class PathOnlyDatasette(datasette.app.Datasette):
    """Datasette whose links to itself contain only a path: visitors control the `Host` header."""

    def absolute_url(self, request: object, path: str) -> str:
        """Return `path` unchanged."""
        return path


Datasette: Any = PathOnlyDatasette
Response: Any = datasette.utils.asgi.Response
inspect_tables: Any = datasette.inspect.inspect_tables


async def fetch_rows(database: Any, sql: str, **parameters: object) -> list[Any]:
    """The rows of a query on a database of Datasette."""
    return list((await database.execute(sql, parameters)).rows)
