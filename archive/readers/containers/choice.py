"""Decides whether a report is read from a hidden text, because the visible text of the page has none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from archive.model import (
    Content,
    Document,
    Finding,
    Grid,
    Paragraph,
    ParagraphKind,
    Result,
    Severity,
    UnreadableFile,
)
from archive.readers.common import cut_finding, section_index
from archive.readers.containers.epub import epub_page
from archive.readers.containers.hidden_texts import (
    HiddenText,
    has_scripts,
    has_tags,
    hidden_texts,
    split_texts,
)
from archive.readers.containers.saved_page import saved_page_parts

MIN_SECTIONS, _ALL_SECTIONS = 3, 6
_MAX_TEXTS = 20
_MAX_CHARS_OF_EMPTY_PAGE = 400
"""A page whose scripts write its text has at most a menu and a footer itself."""

ReadCallback = Callable[[Document], Content]


def prefer_hidden_report(
    document: Document, visible: Content, read: ReadCallback, *, is_page: bool
) -> Content:
    """Return `visible` if it has three section titles and shows no tags, else the best hidden report.

    A finding names the container that was read. Without any report the result is `visible`, with a finding if
    the text of the page may be written by scripts.
    """
    texts = _visible_paragraphs(visible)
    if _title_count(texts) >= MIN_SECTIONS and not any(map(has_tags, texts)):
        return visible
    reports: list[tuple[str, Content]] = []
    is_whole = True
    for find_texts in (hidden_texts, split_texts):
        hidden = find_texts(document, is_page=is_page)
        reports += _reports(hidden, read)
        is_whole = is_whole and next(hidden, None) is None
        if any(_section_count(content) == _ALL_SECTIONS for _, content in reports):
            break
    if not is_whole:
        visible = replace(visible, findings=(*visible.findings, _unread_texts_finding()))
    if reports:
        return _with_container(visible, reports)
    if is_page and _character_count(visible) <= _MAX_CHARS_OF_EMPTY_PAGE and has_scripts(document):
        finding = Finding(
            "R_SCRIPTED", Result.FAIL, Severity.NOTE, detail=f"可见的文字 {_character_count(visible)} 字"
        )
        return replace(visible, findings=(*visible.findings, finding))
    return visible


def read_saved_page(document: Document, read: ReadCallback) -> Content:
    """Return the page of an MHT file, or the most complete of its other parts if the page has no report.

    Raises `UnreadableFile` if no part can be read.
    """
    (page, *files), findings = saved_page_parts(document)
    content = read(page)
    if _section_count(content) < MIN_SECTIONS:
        reports = list(_reports((HiddenText(f"MHT 里的 {file.name}", file) for file in files), read))
        content = _with_container(content, reports) if reports else content
        if len(files) > _MAX_TEXTS and not findings:
            findings = (*findings, _unread_texts_finding())
    return replace(content, reader=f"mht+{content.reader}", findings=(*content.findings, *findings))


def read_book(document: Document, read: ReadCallback) -> Content:
    """Return the chapters of an electronic book (EPUB), read as one page."""
    page, findings = epub_page(document)
    content = read(page)
    return replace(content, reader=f"epub+{content.reader}", findings=(*content.findings, *findings))


def _reports(texts: Iterable[HiddenText], read: ReadCallback) -> Iterator[tuple[str, Content]]:
    """Yield the texts that are reports, each with the name of its container."""
    for text in islice(texts, _MAX_TEXTS):
        try:
            content = read(text.document)
        except UnreadableFile:
            continue
        if _section_count(content) >= MIN_SECTIONS:
            yield text.container, content


def _unread_texts_finding() -> Finding:
    return cut_finding(f"网页里像年报而不直接显示的文字超过 {_MAX_TEXTS} 处，只读了前 {_MAX_TEXTS} 处")


def _with_container(visible: Content, reports: list[tuple[str, Content]]) -> Content:
    """Return the most complete report, with the candidates of the page and a finding on its container."""
    container, content = max(reports, key=lambda report: (_section_count(report[1]), _cell_count(report[1])))
    others = len({report.blocks for _, report in reports} - {content.blocks})
    detail = container + (f"；另有 {others} 处文字也像年报，没有读" if others else "")
    return replace(
        content,
        candidates=tuple(dict.fromkeys((*visible.candidates, *content.candidates))),
        findings=(
            Finding("R_CONTAINER", Result.FAIL, Severity.NOTE, detail=detail),
            *visible.findings,
            *(finding for finding in content.findings if finding.id != "R_CONTAINER"),
        ),
    )


def _visible_paragraphs(content: Content) -> list[str]:
    return [
        block.text
        for block in content.blocks
        if isinstance(block, Paragraph) and block.kind is not ParagraphKind.BOILERPLATE
    ]


def _section_count(content: Content) -> int:
    return _title_count(_visible_paragraphs(content))


def _title_count(texts: Iterable[str]) -> int:
    return len({section_index(text) for text in texts} - {None})


def _character_count(content: Content) -> int:
    return sum(map(len, _visible_paragraphs(content)))


def _cell_count(content: Content) -> int:
    return sum(len(block.cells) for block in content.blocks if isinstance(block, Grid))
