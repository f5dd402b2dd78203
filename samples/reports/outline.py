"""The outline of a report: title, prose, sections with headings and tables, signature.

Renderers print an outline and know no figures; anomalies that change no figure alter only the outline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from archive.forms import section_titles
from samples.reports.table_layout import SampleTable

ORDINALS = "一二三四五六"


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """One of the six sections: its printed heading, its paragraphs, and the table that follows them.

    A table in two pieces makes two parts, the second without a heading.
    """

    key: str
    heading: str
    paragraphs: tuple[str, ...]
    table: SampleTable | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What is printed, from top to bottom. `front_matter`: paragraphs before the first heading."""

    title: str
    front_matter: tuple[str, ...]
    parts: tuple[OutlinePart, ...]
    signature: tuple[str, ...]

    def with_part(self, key: str, change: Callable[[OutlinePart], OutlinePart]) -> Outline:
        """The same with one section changed."""
        return replace(self, parts=tuple(change(part) if part.key == key else part for part in self.parts))

    def with_table(self, key: str, change: Callable[[SampleTable], SampleTable]) -> Outline:
        """The same with one table changed."""
        return self.with_part(
            key, lambda part: replace(part, table=change(part.table)) if part.table else part
        )


Alteration = Callable[[Outline], Outline]


def numbered_parts(sections: Mapping[str, str], tables: Mapping[str, SampleTable]) -> tuple[OutlinePart, ...]:
    """The sections that the report has, numbered as the form numbers them."""
    return tuple(
        OutlinePart(key, f"{ordinal}、{titles[0]}", split_paragraphs(sections[key]), tables.get(key))
        for ordinal, (key, titles) in zip(ORDINALS, section_titles().items(), strict=True)
        if key in sections
    )


def split_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a section's text."""
    return tuple(filter(None, text.split("\n")))
