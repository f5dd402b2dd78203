"""Recognises notices about reports and forms that nobody has filled in: they have the six headings as well.

A form with a number in a table is a report, and so is one with sentences of its own: tables may be images,
and offices leave every cell blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.extraction.sections import SectionLayout
from archive.model import DataRecord, Identity, load_data
from archive.text import normalise_text

_MAX_NOTICE_LINES = 12
_MIN_SENTENCE_LENGTH = 8


def is_notice_or_blank_form(layout: SectionLayout, identity: Identity, raw_cells: Iterable[str]) -> bool:
    """True if the document is a notice or a blank form; `raw_cells` are the value cells of its tables."""
    if any(character.isdigit() for raw in raw_cells for character in raw):
        return False
    words = _words()
    sentences = list(_sentences(layout))
    gaps = [sentence for sentence in sentences if words.placeholder.search(sentence)]
    instructions = [sentence for sentence in sentences if words.instruction.search(sentence)]
    statement_count = len({*sentences} - {*gaps, *instructions})
    has_agency = identity.agency is not None and not words.placeholder.search(normalise_text(identity.agency))
    if _is_notice(layout, is_titled=identity.title is not None and has_agency):
        return True
    if identity.agency and not has_agency:
        return True
    is_unfilled = bool(gaps or instructions) or not (has_agency or identity.year)
    return statement_count == 0 and is_unfilled


def _is_notice(layout: SectionLayout, *, is_titled: bool) -> bool:
    """True if the title of a notice with addressees, of a plan or of a form is before the first heading."""
    lines = [normalise_text(line) for line in layout.preamble[:_MAX_NOTICE_LINES]]
    titles = [*lines, *([normalise_text(layout.title.text)] if layout.title else [])]
    if any(map(_words().form_title.search, titles)):
        return True
    has_notice_title = any(map(_words().notice.search, lines))
    if is_titled:
        return False
    is_addressed = has_notice_title and any(map(_words().addressees.search, lines))
    return is_addressed or any(map(_words().other_document.search, lines))


def _sentences(layout: SectionLayout) -> Iterator[str]:
    """Yield sentences and lines with gaps; other lines without punctuation are headings of paragraphs."""
    for lines in layout.texts.values():
        for plain in map(normalise_text, lines):
            is_prose = re.search(r"[,。;.]", plain) is not None
            for part in re.split("[。;]", plain):
                if (is_prose and len(part) >= _MIN_SENTENCE_LENGTH) or _words().placeholder.search(part):
                    yield part


class _BlankFormWords(DataRecord, frozen=True, kw_only=True):
    """The content of `blank_forms.toml`."""

    notice: re.Pattern[str]
    other_document: re.Pattern[str]
    form_title: re.Pattern[str]
    addressees: re.Pattern[str]
    placeholder: re.Pattern[str]
    instruction: re.Pattern[str]


def _words() -> _BlankFormWords:
    return load_data(__package__, "blank_forms.toml", _BlankFormWords)
