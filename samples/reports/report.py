"""A sample report: agency, year, contents, and the kind of file that carries it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from random import Random
from typing import Literal

from samples.reports.agencies import Agency
from samples.reports.cell_styles import Cells, choose_cell_style, fill_cells
from samples.reports.figures import Figures, form_of, yearly_figures
from samples.reports.outline import Alteration, Outline, numbered_parts, split_paragraphs
from samples.reports.prose import Length, ReportContext, write_sections
from samples.reports.table_layout import sample_tables

Carrier = Literal["page", "docx", "pdf"]

_TITLE_TEMPLATES = (
    "{agency}{year}年政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作年度报告",
    "{year}年{agency}政府信息公开工作年度报告",
    "{agency}{year}年政府信息公开年度报告",
)
# Two of the five seeds carry no signature.
_UNSIGNED_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class SampleReport:
    """A report as its agency wrote it; `samples.reports.truth` has the values to find.

    `alterations` change how it is laid out, one after the other, and no figure. `scope` and `provenance` are
    what a reader must say of it; `stated_year` is set where its title says otherwise.
    """

    agency: Agency
    year: int
    form: str
    title: str
    figures: Figures
    cells: Cells
    sections: dict[str, str]
    signature: tuple[str, ...]
    published: date
    signed: date | None
    cell_style: str
    carrier: Carrier
    style: str
    alterations: tuple[Alteration, ...] = ()
    scope: str = "own"
    provenance: str = "official"
    stated_year: int = 0
    url: str = ""

    @property
    def outline(self) -> Outline:
        """What the report prints, from its title to its signature."""
        plain = Outline(
            title=self.title,
            front_matter=split_paragraphs(self.sections["preamble"]),
            parts=numbered_parts(self.sections, sample_tables(self.form, self.cells)),
            signature=self.signature,
        )
        return reduce(lambda outline, alter: alter(outline), self.alterations, plain)

    @property
    def key(self) -> str:
        """A name for seeds and file names: agency and year."""
        return f"{self.agency.key}_{self.year}"


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What a world decides about a report: its length, the file it comes in, the look of its markup."""

    length: Length
    carrier: Carrier
    style: str


def write_reports(
    agency: Agency, years: range, options: list[ReportOptions], seed: int
) -> list[SampleReport]:
    """The agency's reports for consecutive `years`, one for each of `options`; the same for the same seed."""
    figures = yearly_figures(agency, years, Random(f"{seed}/figures/{agency.key}"))
    return [
        _write_report(agency, year, figures[year], report_options, seed)
        for year, report_options in zip(years, options, strict=True)
    ]


def _write_report(
    agency: Agency, year: int, figures: Figures, options: ReportOptions, seed: int
) -> SampleReport:
    random = Random(f"{seed}/report/{agency.key}/{year}")
    cell_style = choose_cell_style(random)
    signed = date(year + 1, 1, random.randint(4, 26))
    is_unsigned = random.random() < _UNSIGNED_SHARE
    return SampleReport(
        agency=agency,
        year=year,
        form=form_of(year),
        title=random.choice(_TITLE_TEMPLATES).format(agency=agency.name, year=year),
        figures=figures,
        cells=fill_cells(cell_style, figures, random),
        sections=write_sections(ReportContext(agency, year, form_of(year), figures, options.length), random),
        signature=() if is_unsigned else (agency.name, f"{signed.year}年{signed.month}月{signed.day}日"),
        published=signed + timedelta(days=random.randint(0, 4)),
        signed=None if is_unsigned else signed,
        cell_style=cell_style,
        carrier=options.carrier,
        style=options.style,
    )
