"""One document in, one report out: the reading pass, from bytes to checked figures; pure and repeatable."""

from __future__ import annotations

from archive.checks import (
    Facts,
    arithmetic,
    cell_checks,
    expected_figures,
    judged,
    prose,
    structure,
    timeliness,
)
from archive.checks.arithmetic import equations
from archive.checks.legacy import legacy_figures, legacy_structure, legacy_sums
from archive.extraction.identity.identify import conflicts, identify
from archive.extraction.legacy.detect import old_report
from archive.extraction.sections import Layout, split
from archive.extraction.tables.align import align, form_of
from archive.forms import form, forms
from archive.forms.legacy import LEGACY
from archive.model import Content, Document, NotAReport, Report
from archive.readers import read


def legacy_report(content: Content, document: Document) -> Report | None:
    """The report that `content` is, if it is one of the time before the forms and has no table of theirs."""
    old = old_report(content, document)
    if old is None:
        return None
    cells, year = old.table.cells, old.identity.year
    findings = (
        *legacy_structure(old.layout.texts, cells, year),
        *conflicts(old.identity),
        *content.findings,
        *legacy_sums(cells),
        *timeliness(old.identity, document.url),
    )
    return Report(
        identity=old.identity,
        form=LEGACY,
        reader=content.reader,
        sections=old.layout.sections(),
        figures=(),
        findings=tuple(judged(findings, legacy_figures(cells), ())),
        leftovers=(*old.layout.after, *old.table.leftovers, *old.layout.unread(old.table.grids)),
        chrome=old.layout.chrome,
        grids=tuple(placed.grid for placed in old.layout.grids),
        legacy_cells=cells,
    )
pass

# A new version re-reads the whole archive at the next build.
VERSION = "3"

_FEWEST_SECTIONS = 3


def parse(document: Document) -> Report:
    """The report in `document`. Raises `UnreadableFile` or `NotAReport` with a line for the user."""
    content = read(document)
    layout = split(content.blocks)
    printed = form_of(layout.grids)
    old = None if printed[0] else legacy_report(content, document)
    if old is not None:
        return old
    if len(layout.texts) < _FEWEST_SECTIONS:
        raise NotAReport(
            f"{document.name}：不是政府信息公开工作年度报告（六个部分的标题只找到 {len(layout.texts)} 个）"
            + _elsewhere(content)
        )
    return _report(document, content, layout, printed)


def _elsewhere(content: Content) -> str:
    """Where the report may stand instead, or why it could not be seen."""
    reasons = {"R_FRAME": "正文可能在嵌入的文件里", "R_MOJIBAKE": "文字是乱码"}
    return "".join(f"；{reasons[one.id]}：{one.detail}" for one in content.findings if one.id in reasons)


def _report(document: Document, content: Content, layout: Layout, printed: tuple[str, bool]) -> Report:
    form_id, mixed = printed
    identity = identify(layout, content.candidates, document)
    used = form(form_id or _form_for(identity.year))
    alignment = align(layout.grids, used)
    figures = {one[:3]: one for one in alignment.figures}
    sections = layout.sections()
    facts = Facts(layout, used, mixed, identity.year, alignment)
    findings = (
        *structure(facts),
        *conflicts(identity),
        *content.findings,
        *alignment.findings,
        *cell_checks(used, alignment.figures),
        *arithmetic(used, figures),
        *expected_figures(figures, identity),
        *prose(sections, figures, identity.year),
        *timeliness(identity, document.url),
    )
    return Report(
        identity=identity,
        form=used.id,
        reader=content.reader,
        sections=sections,
        figures=alignment.figures,
        findings=tuple(judged(findings, figures, equations(used, figures))),
        leftovers=(*layout.after, *layout.unread(alignment.grids)),
        extra_rows=alignment.extra_rows,
        chrome=layout.chrome,
        grids=tuple(placed.grid for placed in layout.grids),
    )


def _form_for(year: int | None) -> str:
    """Where no label in a table tells: the form in force for `year`, the newest where no year is known."""
    due = [one.id for one in forms().values() if year is None or one.first_year <= year]
    return due[-1] if due else next(iter(forms()))
