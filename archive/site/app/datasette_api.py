"""The parts of Datasette that we call. It has no type hints: here they are named once, as Any."""

from __future__ import annotations

from typing import Any

import datasette.app
import datasette.inspect
import datasette.utils.asgi


class PathOnlyDatasette(datasette.app.Datasette):
    """Datasette that links to itself by path alone: the Host of a request is the visitor's word, not ours."""

    def absolute_url(self, request: object, path: str) -> str:
        """`path`."""
        return path


Datasette: Any = PathOnlyDatasette
Response: Any = datasette.utils.asgi.Response
inspect_tables: Any = datasette.inspect.inspect_tables
