"""The templates of Datasette that the site replaces: after a change upstream, they must be reviewed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import datasette
import pytest

from archive.site.app.release_app import SITE_DIR

pytestmark = pytest.mark.slow

UPSTREAM = Path(datasette.__file__).parent / "templates"
PINNED = {
    "_facet_results.html": "622d3c764aa14f17",
    "_table.html": "f75a8872713f28fd",
    "base.html": "bb22df33caea147e",
    "database.html": "4fd5e97823bb5380",
    "error.html": "c2115d1fdbff1a48",
    "index.html": "ed57b14bb5656bcd",
    "query.html": "bc3559df0e209da9",
    "row.html": "ff5dde41541c39dd",
    "table.html": "81cec4b0f7948bf0",
}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def test_the_replaced_templates_have_not_changed_upstream() -> None:
    own_names = {path.name for path in (SITE_DIR / "templates").glob("*.html")}
    replaced = {path.name: digest(path) for path in UPSTREAM.glob("*.html") if path.name in own_names}
    assert replaced == PINNED
