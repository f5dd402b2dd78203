"""Renders an explanation as one self-contained HTML page without scripts or external resources."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from archive.presentation import draw_table, labels, location_label
from archive.provenance.explain import Explanation

# Not `files("archive.site")`, which would import Datasette.
_SITE_DIR = Path(str(files("archive"))) / "site"


def explanation_html(explanation: Explanation) -> str:
    """The explanation as an HTML page; the archived table is drawn with the cell of the figure marked."""
    origin = explanation.origin
    grid = origin.grid if origin else None
    return (
        _jinja_environment()
        .get_template("explanation.html")
        .render(
            explanation=explanation,
            origin=origin,
            drawing=draw_table(grid, origin.figure.key) if grid and origin else None,
            names={key: location_label(*key.split(".")) for key in grid.figures} if grid else {},
            name=location_label(*origin.figure.key.split(".")) if origin else "",
            labels=labels,
            style=(_SITE_DIR / "static" / "site.css").read_text(encoding="utf-8"),
        )
    )


@cache
def _jinja_environment() -> Environment:
    folders = [str(files(__package__)), str(_SITE_DIR / "templates")]
    return Environment(autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(folders))
