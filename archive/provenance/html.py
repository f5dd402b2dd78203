"""An explained figure as a page of its own: one file, no script, nothing from elsewhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from archive.presentation import labels, table_drawing
from archive.presentation.figures import location_label
from archive.provenance.explain import Explanation

_SITE_DIR = Path(str(files("archive.site")))


def explanation_html(explanation: Explanation) -> str:
    """The HTML of an explanation; its table is the archived one, with the cell of the figure marked."""
    origin = explanation.origin
    grid = origin.grid if origin else None
    return (
        _jinja_environment()
        .get_template("explanation.html")
        .render(
            explanation=explanation,
            origin=origin,
            drawing=table_drawing.draw_table(grid, origin.figure.key) if grid and origin else None,
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
