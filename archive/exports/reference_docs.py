"""Generates the Chinese and English reference documents in `docs/` from the data of the archive."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, get_args

from archive.analysis import indicators
from archive.checks import Check, catalog
from archive.forms import LEGACY_FORM, Form, Term, chapter_names, forms, legacy_form, terms
from archive.model import load_data, translate

Language = Literal["en", "zh"]
CheckPrefix = Literal["T3_", "T4_", "T2_", "P_", "S6_", "D_", "Y_", "L_", "F_", "R_"]
DocumentKey = Literal[
    "forms", "forms_text", "forms_heads", "legacy_text", "legacy_heads",
    "checks", "checks_text", "checks_heads", "error", "warning", "note",
    "indicators", "indicators_text", "indicators_heads", "summaries", "summaries_text",
    CheckPrefix,
]  # fmt: skip

DOCS_DIR = Path(__file__).parents[2] / "docs"
LANGUAGES: tuple[Language, ...] = get_args(Language)
_CHECK_ID_PREFIXES: tuple[CheckPrefix, ...] = get_args(CheckPrefix)


def render_documents() -> dict[str, str]:
    """The text of every generated document by its file name."""
    writers = {"forms": _forms_document, "checks": _checks_document, "indicators": _indicators_document}
    return {
        f"{name}{'.zh' if language == 'zh' else ''}.md": "\n".join(write(language)).rstrip() + "\n"
        for name, write in writers.items()
        for language in LANGUAGES
    }


def main(arguments: Sequence[str]) -> int:
    """Write the documents, or print which are not up to date; return the exit code."""
    documents = render_documents()
    if "--write" in arguments:
        for name, text in documents.items():
            (DOCS_DIR / name).write_text(text, encoding="utf-8")
        return 0
    stale = [name for name, text in documents.items() if not _is_current(DOCS_DIR / name, text)]
    if stale:
        message = translate("docs/ 里的 {files} 与数据不一致，请运行 make golden", files="、".join(stale))
        print(message, file=sys.stderr)
    return 1 if stale else 0


def _is_current(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _document_texts(language: Language) -> dict[DocumentKey, str]:
    texts: dict[Language, dict[DocumentKey, str]] = load_data(
        __package__, "reference_docs.toml", dict[Language, dict[DocumentKey, str]]
    )
    return texts[language]


def _english_checks() -> dict[str, tuple[str, str]]:
    """Title and explanation of each check by its id."""
    checks: dict[str, tuple[str, str]] = load_data(
        "archive.checks", "catalog_en.toml", dict[str, tuple[str, str]]
    )
    return checks


def _markdown_table(headers: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    columns = headers.split(" | ")
    yield f"| {headers} |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def _forms_document(language: Language) -> Iterator[str]:
    texts = _document_texts(language)
    yield from (f"# {texts['forms']}", "", texts["forms_text"], "")
    for form in forms().values():
        yield from (f"## {form.id}", "", f"{form.title}，{form.notice}", "")
        for table in form.tables:
            yield from (f"### {table.zh}", "")
            yield from _markdown_table(texts["forms_heads"], _form_rows(form, table.key, language))
    yield from _legacy_section(language)


def _legacy_section(language: Language) -> Iterator[str]:
    """How reports for the years before 2019 are recognised, and what is read from them."""
    texts, names = _document_texts(language), chapter_names(language)
    yield from (f"## {LEGACY_FORM}", "", texts["legacy_text"], "")
    rows = ((f"`{key}`", names.get(key) or _section_name(key, language)) for key in legacy_form().chapters)
    yield from _markdown_table(texts["legacy_heads"], rows)


def _section_name(key: str, language: Language) -> str:
    section = terms().sections[key]
    return section.zh if language == "zh" else section.en


def _form_rows(form: Form, table: str, language: Language) -> Iterator[tuple[str, ...]]:
    for row in form.table(table).rows:
        label = " · ".join(_term_label(term, language) for term in (*row.groups[1:], row.term))
        columns = "、".join(f"`{column.key}` {_term_label(column.term, language)}" for column in row.columns)
        yield f"`{table}.{row.key}`", label, columns


def _term_label(term: Term, language: Language) -> str:
    return term.zh if language == "zh" else term.en


def _checks_document(language: Language) -> Iterator[str]:
    texts = _document_texts(language)
    yield from (f"# {texts['checks']}", "", texts["checks_text"], "")
    for prefix in _CHECK_ID_PREFIXES:
        checks = [check for check in catalog().values() if check.id.startswith(prefix)]
        yield from (f"## {texts[prefix]}", "")
        yield from _markdown_table(texts["checks_heads"], (_check_cells(check, language) for check in checks))


def _check_cells(check: Check, language: Language) -> tuple[str, ...]:
    name, explanation = check.zh, check.explanation
    if language == "en":
        name, explanation = _english_checks()[check.id]
    return f"`{check.id}`", name, _document_texts(language)[check.severity.value], explanation


def _indicators_document(language: Language) -> Iterator[str]:
    texts = _document_texts(language)
    yield from (f"# {texts['indicators']}", "", texts["indicators_text"], "")
    rows = (
        (
            f"`{indicator.key}`",
            indicator.zh if language == "zh" else indicator.en,
            f"`{indicator.formula}`",
            indicator.unit,
        )
        for indicator in indicators()
    )
    yield from _markdown_table(texts["indicators_heads"], rows)
    yield from (f"## {texts['summaries']}", "", texts["summaries_text"], "")
