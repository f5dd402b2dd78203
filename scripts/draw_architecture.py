"""Draws docs/architecture.svg: the packages in the order in which a report passes through them.

Names and sentences come from the packages' own docstrings. `--write` writes the file; without it, the exit
code says whether the file is up to date.
"""

from __future__ import annotations

import ast
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "architecture.svg"
# The rows of the picture: what happens, and the packages that do it, in the order of the flow.
STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Start all of it", ("gongkai.commands", "gongkai.runs", "gongkai.output", "gongkai.monitoring")),
    ("Which sources are due", ("crawler.registry", "crawler.state")),
    ("Which request is next", ("crawler.commands", "crawler.frontier", "crawler.spiders")),
    ("May it be made now", ("crawler.politeness", "crawler.middlewares")),
    ("Fetch it", ("crawler.download",)),
    ("Archive what came", ("crawler.recording", "archive.warc", "archive.ledger")),
    ("Find what it leads to", ("crawler.discovery", "crawler.families", "crawler.pages")),
    ("Bytes to blocks", ("archive.readers", "archive.text", "archive.workers")),
    ("Blocks to figures", ("archive.extraction", "archive.forms", "archive.agencies")),
    ("Figures to findings", ("archive.checks", "archive.analysis")),
    ("Reports to a release", ("archive.build", "archive.database")),
    (
        "Show and explain it",
        ("archive.site", "archive.presentation", "archive.exports", "archive.provenance"),
    ),
)
EVERYWHERE = "archive.model"
BOX_WIDTH, BOX_HEIGHT, GAP, LABEL_WIDTH, ROW_HEIGHT = 222, 92, 14, 170, 114
COLOURS = {"crawler": "#dbeafe", "archive": "#dcfce7", "gongkai": "#fef3c7"}
LINE_CHARACTERS = 32


def purpose(package: str) -> str:
    """Return the first line of a package's docstring."""
    tree = ast.parse((ROOT / package.replace(".", "/") / "__init__.py").read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or "").partition("\n")[0].replace("`", "")


def wrap(text: str, lines: int) -> list[str]:
    """Break a sentence into at most `lines` lines; what does not fit ends in an ellipsis."""
    wrapped = [""]
    for word in text.split():
        if wrapped[-1] and len(wrapped[-1]) + len(word) >= LINE_CHARACTERS:
            wrapped.append(word)
        else:
            wrapped[-1] = f"{wrapped[-1]} {word}".strip()
    return (
        wrapped if len(wrapped) <= lines else [*wrapped[: lines - 1], wrapped[lines - 1].rstrip(".,:") + " …"]
    )


def draw_box(package: str, x: int, y: int) -> list[str]:
    """Return the elements of one package: its box, its name, its purpose."""
    colour = COLOURS[package.partition(".")[0]]
    lines = [
        f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6" fill="{colour}" '
        'stroke="#475569"/>',
        f'<text x="{x + 10}" y="{y + 20}" class="name">{package}</text>',
    ]
    for number, line in enumerate(wrap(purpose(package), 4)):
        lines.append(f'<text x="{x + 10}" y="{y + 37 + 14 * number}" class="purpose">{escape(line)}</text>')
    return lines


def draw_stage(number: int, label: str, packages: tuple[str, ...]) -> list[str]:
    """Return the elements of one row: its label, its packages, the arrow to the next row."""
    y = 20 + number * ROW_HEIGHT
    lines = [f'<text x="16" y="{y + BOX_HEIGHT // 2 + 5}" class="stage">{escape(label)}</text>']
    for place, package in enumerate(packages):
        lines += draw_box(package, LABEL_WIDTH + place * (BOX_WIDTH + GAP), y)
    if number + 1 < len(STAGES):
        x = LABEL_WIDTH + BOX_WIDTH // 2
        lines.append(f'<path d="M{x} {y + BOX_HEIGHT} v{ROW_HEIGHT - BOX_HEIGHT - 3}" class="arrow"/>')
    return lines


def draw() -> str:
    """Return the whole picture as SVG text."""
    width = LABEL_WIDTH + max(len(packages) for _, packages in STAGES) * (BOX_WIDTH + GAP) + 8
    height = 20 + len(STAGES) * ROW_HEIGHT + 22
    body = [line for number, stage in enumerate(STAGES) for line in draw_stage(number, *stage)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="img" aria-label="How a report flows through the packages">',
            "<style>text{font-family:system-ui,sans-serif;fill:#0f172a}.name{font-size:14px;font-weight:600}"
            ".purpose{font-size:11.5px}.stage{font-size:13px;fill:#334155}"
            ".arrow{stroke:#475569;stroke-width:1.5;fill:none;marker-end:url(#head)}</style>",
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto"><path d="M0 0L8 4L0 8z" fill="#475569"/></marker></defs>',
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *body,
            f'<text x="16" y="{height - 14}" class="stage">{EVERYWHERE}: '
            f"{escape(purpose(EVERYWHERE))}</text>",
            "</svg>\n",
        ]
    )


def main(arguments: list[str]) -> int:
    """Write the picture, or compare it; 1 if the file is out of date."""
    if "--write" in arguments:
        PICTURE.write_text(draw(), encoding="utf-8")
    return 0 if PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == draw() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
