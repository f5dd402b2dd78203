"""A report for a year before 2019, checked: its chapters, and a table whose rows are kept as printed."""

from __future__ import annotations

from archive.checks import judged, timeliness
from archive.checks.legacy import legacy_figures, legacy_structure, legacy_sums
from archive.forms.legacy import LEGACY
from archive.identity import conflicts
from archive.legacy import old_report
from archive.model import Content, Document, Report


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
