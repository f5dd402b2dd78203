"""Reads one document into one report: from bytes to checked figures; pure and repeatable."""

from __future__ import annotations

from collections.abc import Iterable

from archive.checks import (
    StructureInput,
    arithmetic_findings,
    cell_findings,
    deadline_findings,
    equations,
    legacy_figures,
    legacy_structure_findings,
    legacy_sum_findings,
    plausibility_findings,
    prose_findings,
    structure_findings,
    with_attribution,
)
from archive.extraction import (
    SectionLayout,
    TableContext,
    align_tables,
    detect_form,
    detect_legacy,
    gather_loose_tables,
    identify,
    identity_findings,
    is_notice_or_blank_form,
    mark_shifted_tables,
    remark_rows,
    split_at_titles,
    split_sections,
    turn_upright,
)
from archive.forms import LEGACY_FORM, form, forms
from archive.model import CUT_FINDING, DAMAGE_FINDING, Content, Document, Identity, NotAReport, Report
from archive.readers import read_document

# A new version re-reads the whole archive at the next build.
PARSER_VERSION = "4"

_MIN_SECTIONS = 3


def parse_document(document: Document) -> Report:
    """Return the report in `document`.

    Raises `UnreadableFile` or `NotAReport`, each with a message for the user.
    """
    content = read_document(document)
    tables = mark_shifted_tables(turn_upright(split_at_titles(content.blocks)))
    layout = split_sections(gather_loose_tables(tables))
    form_id, is_mixed = detect_form(layout.grids)
    legacy_report = None if form_id else _parse_legacy_report(content, document)
    if legacy_report is not None:
        return legacy_report
    if len(layout.texts) < _MIN_SECTIONS:
        raise NotAReport(
            f"{document.name}：不是政府信息公开工作年度报告（六个部分的标题只找到 {len(layout.texts)} 个）"
            + _missing_text_reasons(content)
        )
    return _build_report(document, content, layout, form_id, is_mixed=is_mixed)


def _missing_text_reasons(content: Content) -> str:
    """Return where the text of the report may be instead, or why it could not be read."""
    reasons = {
        "R_FRAME": "正文可能在嵌入的文件里",
        "R_SCRIPTED": "正文可能由脚本写入，存档的文件里没有",
        "R_MOJIBAKE": "文字是乱码",
        CUT_FINDING: "文件没有读完",
    }
    return "".join(
        f"；{reasons[finding.id]}：{finding.detail}" for finding in content.findings if finding.id in reasons
    )


def _build_report(
    document: Document, content: Content, layout: SectionLayout, form_id: str, *, is_mixed: bool
) -> Report:
    identity = identify(layout, content.candidates, document)
    statutory_form = form(form_id or _form_in_force(identity.year))
    context = TableContext(
        frozenset(layout.texts),
        {key: (*lines, *layout.captions) for key, lines in layout.texts.items()},
        identity.agency,
        identity.year,
        layout.pictured,
        is_cut=any(finding.id == CUT_FINDING for finding in content.findings),
        is_damaged=any(finding.id == DAMAGE_FINDING for finding in content.findings),
    )
    alignment = align_tables(layout.grids, statutory_form, context)
    _refuse_blank_forms(document, layout, identity, [figure.raw for figure in alignment.figures])
    figures = {figure.place: figure for figure in alignment.figures}
    sums = tuple(equations(statutory_form, figures))
    sections = layout.section_texts()
    structure = StructureInput(layout, statutory_form, is_mixed, identity.year, alignment)
    findings = (
        *structure_findings(structure),
        *identity_findings(identity),
        *content.findings,
        *alignment.findings,
        *cell_findings(statutory_form, alignment.figures),
        *arithmetic_findings(sums),
        *plausibility_findings(figures, identity),
        *prose_findings(sections, figures, identity.year),
        *deadline_findings(identity, document.url),
    )
    return Report(
        identity=identity,
        form=statutory_form.id,
        reader=content.reader,
        sections=sections,
        figures=alignment.figures,
        findings=tuple(with_attribution(findings, figures, sums)),
        leftovers=(
            *layout.after_signature,
            *layout.unread_rows(alignment.grids),
            *remark_rows(layout.grids, alignment.grids),
        ),
        extra_rows=alignment.extra_rows,
        boilerplate=layout.boilerplate,
        grids=tuple(placed_grid.grid for placed_grid in layout.grids),
    )


def _refuse_blank_forms(
    document: Document, layout: SectionLayout, identity: Identity, raw_cells: Iterable[str]
) -> None:
    if is_notice_or_blank_form(layout, identity, raw_cells):
        raise NotAReport(f"{document.name}：是编制通知或空白格式，不是年度报告")


def _form_in_force(year: int | None) -> str:
    """Return the form in force for `year`, the newest form if the year is unknown.

    Used if no label of a table identifies the form.
    """
    form_ids = [
        candidate.id for candidate in forms().values() if year is None or candidate.first_year <= year
    ]
    return form_ids[-1] if form_ids else next(iter(forms()))


def _parse_legacy_report(content: Content, document: Document) -> Report | None:
    """Return the report if it is one for a year before 2019, without a table of the forms; else None."""
    legacy = detect_legacy(content, document)
    if legacy is None:
        return None
    cells, year = legacy.table.cells, legacy.identity.year
    _refuse_blank_forms(document, legacy.layout, legacy.identity, [cell.raw for cell in cells])
    findings = (
        *legacy_structure_findings(legacy.layout.texts, cells, year),
        *identity_findings(legacy.identity),
        *content.findings,
        *legacy_sum_findings(cells),
        *deadline_findings(legacy.identity, document.url),
    )
    return Report(
        identity=legacy.identity,
        form=LEGACY_FORM,
        reader=content.reader,
        sections=legacy.layout.section_texts(),
        figures=(),
        findings=tuple(with_attribution(findings, legacy_figures(cells), ())),
        leftovers=(
            *legacy.layout.after_signature,
            *legacy.table.leftovers,
            *legacy.layout.unread_rows(legacy.table.grids),
        ),
        boilerplate=legacy.layout.boilerplate,
        grids=tuple(placed_grid.grid for placed_grid in legacy.layout.grids),
        legacy_cells=cells,
    )
