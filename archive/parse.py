"""One document in, one report out: the reading pass, from bytes to checked figures; pure and repeatable."""

from __future__ import annotations

from archive.checks import (
    StructureInput,
    arithmetic_findings,
    cell_findings,
    deadline_findings,
    plausibility_findings,
    prose_findings,
    structure_findings,
    with_attribution,
)
from archive.checks.arithmetic import equations
from archive.checks.legacy import legacy_figures, legacy_structure_findings, legacy_sum_findings
from archive.extraction.identity.identify import identify, identity_findings
from archive.extraction.legacy.detect import detect_legacy
from archive.extraction.sections import SectionLayout, split_sections
from archive.extraction.tables.align import align_tables, detect_form
from archive.forms import form, forms
from archive.forms.legacy import LEGACY_FORM
from archive.model import Content, Document, NotAReport, Report
from archive.readers import read_document


def parse_legacy_report(content: Content, document: Document) -> Report | None:
    """The report that `content` is, if it is one of the time before the forms and has no table of theirs."""
    old = detect_legacy(content, document)
    if old is None:
        return None
    cells, year = old.table.cells, old.identity.year
    findings = (
        *legacy_structure_findings(old.layout.texts, cells, year),
        *identity_findings(old.identity),
        *content.findings,
        *legacy_sum_findings(cells),
        *deadline_findings(old.identity, document.url),
    )
    return Report(
        identity=old.identity,
        form=LEGACY_FORM,
        reader=content.reader,
        sections=old.layout.section_texts(),
        figures=(),
        findings=tuple(with_attribution(findings, legacy_figures(cells), ())),
        leftovers=(
            *old.layout.after_signature,
            *old.table.leftovers,
            *old.layout.unread_rows(old.table.grids),
        ),
        boilerplate=old.layout.boilerplate,
        grids=tuple(placed.grid for placed in old.layout.grids),
        legacy_cells=cells,
    )


pass

# A new version re-reads the whole archive at the next build.
PARSER_VERSION = "3"

_MIN_SECTIONS = 3


def parse(document: Document) -> Report:
    """The report in `document`. Raises `UnreadableFile` or `NotAReport` with a line for the user."""
    content = read_document(document)
    layout = split_sections(content.blocks)
    printed = detect_form(layout.grids)
    old = None if printed[0] else parse_legacy_report(content, document)
    if old is not None:
        return old
    if len(layout.texts) < _MIN_SECTIONS:
        raise NotAReport(
            f"{document.name}：不是政府信息公开工作年度报告（六个部分的标题只找到 {len(layout.texts)} 个）"
            + _missing_text_reasons(content)
        )
    return _build_report(document, content, layout, printed)


def _missing_text_reasons(content: Content) -> str:
    """Where the report may stand instead, or why it could not be seen."""
    reasons = {"R_FRAME": "正文可能在嵌入的文件里", "R_MOJIBAKE": "文字是乱码"}
    return "".join(f"；{reasons[one.id]}：{one.detail}" for one in content.findings if one.id in reasons)


def _build_report(
    document: Document, content: Content, layout: SectionLayout, printed: tuple[str, bool]
) -> Report:
    form_id, mixed = printed
    identity = identify(layout, content.candidates, document)
    used = form(form_id or _form_in_force(identity.year))
    alignment = align_tables(layout.grids, used)
    figures = {one[:3]: one for one in alignment.figures}
    sections = layout.section_texts()
    facts = StructureInput(layout, used, mixed, identity.year, alignment)
    findings = (
        *structure_findings(facts),
        *identity_findings(identity),
        *content.findings,
        *alignment.findings,
        *cell_findings(used, alignment.figures),
        *arithmetic_findings(used, figures),
        *plausibility_findings(figures, identity),
        *prose_findings(sections, figures, identity.year),
        *deadline_findings(identity, document.url),
    )
    return Report(
        identity=identity,
        form=used.id,
        reader=content.reader,
        sections=sections,
        figures=alignment.figures,
        findings=tuple(with_attribution(findings, figures, equations(used, figures))),
        leftovers=(*layout.after_signature, *layout.unread_rows(alignment.grids)),
        extra_rows=alignment.extra_rows,
        boilerplate=layout.boilerplate,
        grids=tuple(placed.grid for placed in layout.grids),
    )


def _form_in_force(year: int | None) -> str:
    """Where no label in a table tells: the form in force for `year`, the newest where no year is known."""
    due = [one.id for one in forms().values() if year is None or one.first_year <= year]
    return due[-1] if due else next(iter(forms()))
