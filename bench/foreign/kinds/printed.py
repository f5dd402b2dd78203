"""Kinds that Chromium prints to PDF, and the texts that poppler takes from such a PDF."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.foreign.kinds.kind import Job, Kind, offer, read_files, write_files
from bench.foreign.kinds.tools import CHINESE_FONT, print_page, run_program
from bench.foreign.markup import MARKUPS, write_page

BASE = "body{font-family:'Noto Serif CJK SC',serif}table{border-collapse:collapse;width:100%}"
BASE += "td,th{padding:3px;text-align:center;font-weight:normal;border:1px solid #000}"
SMALL = BASE + "body{font-size:9pt}.top,.foot{display:none}"
RULES = {
    "pdf_a4": "@page{size:A4;margin:15mm}" + SMALL,
    "pdf_landscape": "@page{size:A4 landscape;margin:12mm}" + SMALL,
    "pdf_large_font": "@page{size:A4;margin:12mm}"
    + BASE
    + "body{font-size:15pt}thead{display:table-row-group}",
    "pdf_repeated_head": "@page{size:A4;margin:18mm}thead{display:table-header-group}"
    + BASE
    + "body{font-size:13pt}",
    "pdf_no_borders": "@page{size:A4;margin:15mm}" + SMALL + "table,td,th{border:none!important}",
    "pdf_horizontal_rules": "@page{size:A4;margin:15mm}"
    + SMALL
    + "table,td,th{border:none!important}td,th{border-top:1px solid #000!important}",
    "pdf_dotted_rules": "@page{size:A4 landscape;margin:15mm}"
    + SMALL
    + "td,th{border:1px dotted #777!important}",
}
PRINTED = "header sup struck hidden hidden_table input picture script_run blank spans breaks"


def list_print_kinds() -> list[Kind]:
    """All kinds of this module."""
    kinds = [
        Kind(name, ".pdf", partial(_print_all, rules=rules), offer(PRINTED), ("chromium", CHINESE_FONT))
        for name, rules in RULES.items()
    ]
    sheet = RULES["pdf_landscape"]
    both = ("chromium", "pdftotext", CHINESE_FONT)
    pages = ("chromium", "pdftohtml", CHINESE_FONT)
    layout = offer("header spans hidden_table script_run")
    placed = offer("header spans blank hidden_table script_run")
    kinds += [
        Kind(
            "pdftotext_layout",
            ".txt",
            partial(_extract_text, rules=sheet, options=("-layout",)),
            layout,
            both,
        ),
        Kind(
            "pdftotext_plain", ".txt", partial(_extract_text, rules=sheet, options=()), offer("spans"), both
        ),
        Kind("pdftohtml_xml", ".xml", partial(_extract_xml, rules=sheet), placed, pages),
        Kind("pdftohtml_s", ".html", partial(_extract_pages, rules=sheet), placed, pages),
    ]
    return kinds


def _print_files(jobs: Sequence[Job], rules: str) -> list[Path]:
    def write(job: Job) -> bytes:
        return write_page(job.report, MARKUPS["plain"], rules, runs_scripts=True).encode("utf-8")

    targets = []
    for path in write_files(jobs, ".html", write):
        target = path.with_suffix(".pdf")
        print_page(path, target)
        targets.append(target)
    return targets


def _print_all(jobs: Sequence[Job], rules: str) -> list[bytes]:
    return read_files(_print_files(jobs, rules))


def _extract_text(jobs: Sequence[Job], rules: str, options: Sequence[str]) -> list[bytes]:
    return [run_program("pdftotext", [*options, str(path), "-"]) for path in _print_files(jobs, rules)]


def _extract_xml(jobs: Sequence[Job], rules: str) -> list[bytes]:
    options = ["-xml", "-i", "-stdout"]
    return [
        run_program("pdftohtml", [*options, path.name], folder=path.parent)
        for path in _print_files(jobs, rules)
    ]


def _extract_pages(jobs: Sequence[Job], rules: str) -> list[bytes]:
    results = []
    for path in _print_files(jobs, rules):
        run_program("pdftohtml", ["-s", "-i", path.name, path.stem], folder=path.parent)
        results.append(path.with_name(path.stem + "-html.html").read_bytes())
    return results
