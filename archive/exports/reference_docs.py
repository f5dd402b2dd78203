"""Documents for researchers in Chinese and English, from the data that the archive works with.

python -m archive.exports.reference_docs            says whether docs/ is up to date
python -m archive.exports.reference_docs --write    writes it
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from archive.analysis.indicators import indicators
from archive.checks import Check, catalog
from archive.forms import Form, Term, forms, terms
from archive.forms.legacy import LEGACY_FORM, chapter_names, legacy_form

DOCS_DIR = Path(__file__).parents[2] / "docs"
LANGUAGES = ("en", "zh")
_CHECK_ID_PREFIXES = ("T3_", "T4_", "T2_", "P_", "S6_", "D_", "Y_", "L_", "F_", "R_")


def render_documents() -> dict[str, str]:
    """The text of every generated document by its file name."""
    made = {"forms": _forms_document, "checks": _checks_document, "indicators": _indicators_document}
    return {
        f"{name}{'.zh' if language == 'zh' else ''}.md": "\n".join(make(language)).rstrip() + "\n"
        for name, make in made.items()
        for language in LANGUAGES
    }


def main(arguments: Sequence[str]) -> int:
    """Write the documents, or say which are not up to date; the exit code."""
    made = render_documents()
    if "--write" in arguments:
        for name, text in made.items():
            (DOCS_DIR / name).write_text(text, encoding="utf-8")
        return 0
    stale = [name for name, text in made.items() if not _is_current(DOCS_DIR / name, text)]
    if stale:
        print(f"docs/ 里的 {'、'.join(stale)} 与数据不一致，请运行 make golden", file=sys.stderr)
    return 1 if stale else 0


def _is_current(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


@cache
def _document_texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("reference_docs.toml").read_text(encoding="utf-8"))


@cache
def _english_checks() -> dict[str, list[str]]:
    found = files("archive.checks").joinpath("catalog_en.toml")
    return tomllib.loads(found.read_text(encoding="utf-8"))


def _markdown_table(headers: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    columns = headers.split(" | ")
    yield f"| {headers} |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def _forms_document(language: str) -> Iterator[str]:
    words = _document_texts()[language]
    yield from (f"# {words['forms']}", "", words["forms_text"], "")
    for form in forms().values():
        yield from (f"## {form.id}", "", f"{form.title}，{form.notice}", "")
        for table in form.tables:
            yield from (f"### {table.zh}", "")
            yield from _markdown_table(words["forms_heads"], _form_rows(form, table.key, language))
    yield from _legacy_section(language)


def _legacy_section(language: str) -> Iterator[str]:
    """How reports for the years before 2019 are told, and what is read of them."""
    words, own = _document_texts()[language], chapter_names(language)
    yield from (f"## {LEGACY_FORM}", "", words["legacy_text"], "")
    names = {key: own.get(key) or _section_name(key, language) for key in legacy_form().chapters}
    yield from _markdown_table(words["legacy_heads"], ((f"`{key}`", name) for key, name in names.items()))


def _section_name(key: str, language: str) -> str:
    return str(terms()["sections"][key][language])


def _form_rows(form: Form, table: str, language: str) -> Iterator[tuple[str, ...]]:
    for row in form.table(table).rows:
        label = " · ".join(_term_label(term, language) for term in (*row.groups[1:], row.term))
        columns = "、".join(f"`{column.key}` {_term_label(column.term, language)}" for column in row.columns)
        yield f"`{table}.{row.key}`", label, columns


def _term_label(term: Term, language: str) -> str:
    return term.zh if language == "zh" else f"{term.en}"


def _checks_document(language: str) -> Iterator[str]:
    words = _document_texts()[language]
    yield from (f"# {words['checks']}", "", words["checks_text"], "")
    for group in _CHECK_ID_PREFIXES:
        found = [check for check in catalog().values() if check.id.startswith(group)]
        yield from (f"## {words[group]}", "")
        yield from _markdown_table(words["checks_heads"], (_check_cells(check, language) for check in found))


def _check_cells(check: Check, language: str) -> tuple[str, ...]:
    name, explanation = check.zh, check.explanation
    if language == "en":
        name, explanation = _english_checks()[check.id]
    return f"`{check.id}`", name, _document_texts()[language][check.severity.value], explanation


def _indicators_document(language: str) -> Iterator[str]:
    words = _document_texts()[language]
    yield from (f"# {words['indicators']}", "", words["indicators_text"], "")
    rows = (
        (f"`{one.key}`", one.zh if language == "zh" else one.en, f"`{one.formula}`", one.unit)
        for one in indicators()
    )
    yield from _markdown_table(words["indicators_heads"], rows)
    yield from (f"## {words['summaries']}", "", words["summaries_text"], "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
