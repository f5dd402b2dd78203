"""Kinds that LibreOffice, python-docx and openpyxl write."""

from collections.abc import Sequence
from functools import partial

from bench.foreign.kinds.kind import Job, Kind, offer, read_files, write_files
from bench.foreign.kinds.tools import CHINESE_FONT, convert_office
from bench.foreign.markup import MARKUPS, WordStyle, write_page, write_word, write_workbook

WRITER, CALC = "HTML (StarWriter)", "HTML (StarCalc)"
TEXT = "csv:Text - txt - csv (StarCalc):{},34,76,1"
PAGE_RULES = "@page{size:29.7cm 21cm;margin:1.5cm}td,th,p{font-family:'Noto Sans CJK SC';font-size:9pt}"
FROM_HTML = offer("header sup struck blank spans breaks")
FROM_WORD = offer("header sup struck hidden picture blank spans breaks")
SHEET = "header blank spans breaks number_format"


def list_office_kinds() -> list[Kind]:
    """All kinds of this module."""
    return [*_list_converted(), *_list_word(), *_list_sheets()]


def _list_tools(target: str) -> tuple[str, ...]:
    return ("soffice", CHINESE_FONT) if target == "pdf" else ("soffice",)


def _list_converted() -> list[Kind]:
    targets = {
        "office_docx": (".docx", "docx"),
        "office_odt": (".odt", "odt"),
        "office_rtf": (".rtf", "rtf"),
        "office_doc": (".doc", "doc"),
        "office_pdf": (".pdf", "pdf"),
        "office_fodt": (".fodt", "fodt"),
        "office_rtf_named_doc": (".doc", "rtf"),
    }
    kinds = [
        Kind(name, suffix, partial(_convert_page, target=target), FROM_HTML, _list_tools(target))
        for name, (suffix, target) in targets.items()
    ]
    plain = offer("header blank spans breaks")
    for name, suffix in (("office_ods", "ods"), ("office_html_xlsx", "xlsx")):
        produce = partial(_convert_page, target=suffix, in_filter=CALC)
        kinds.append(Kind(name, f".{suffix}", produce, plain, ("soffice",)))
    return kinds


def _list_word() -> list[Kind]:
    styles = {
        "docx_plain": WordStyle(),
        "docx_split_runs": WordStyle(is_split=True, uses_headings=False),
        "docx_tracked": WordStyle(is_tracked=True),
        "docx_nested": WordStyle(is_nested=True),
        "docx_text_boxes": WordStyle(has_text_boxes=True),
    }
    kinds = [
        Kind(name, ".docx", partial(_write_words, style=style), FROM_WORD, is_trap=style.is_tracked)
        for name, style in styles.items()
    ]
    targets = {
        "docx_to_pdf": (".pdf", "pdf"),
        "docx_to_doc": (".doc", "doc"),
        "docx_to_odt": (".odt", "odt"),
        "docx_to_word2003": (".xml", "xml:MS Word 2003 XML"),
    }
    for name, (suffix, target) in targets.items():
        # The filter for Word 2003 forgets that text is hidden, so no one could tell the hidden numbers.
        kept = FROM_WORD - {"hidden", "picture"} if name == "docx_to_word2003" else FROM_WORD
        kinds.append(Kind(name, suffix, partial(_convert_word, target=target), kept, _list_tools(target)))
    return kinds


def _list_sheets() -> list[Kind]:
    own, kept = offer(SHEET + " formula_uncached"), offer(SHEET + " formula_cached")
    one_sheet, many_sheets = partial(_write_books, has_sheets=False), partial(_write_books, has_sheets=True)
    converted = {
        "xlsx_recalculated": (".xlsx", "xlsx"),
        "sheet_ods": (".ods", "ods"),
        "sheet_xls": (".xls", "xls"),
        "sheet_csv": (".csv", TEXT.format(44)),
        "sheet_tsv": (".tsv", TEXT.format(9)),
    }
    return [
        Kind("xlsx_one_sheet", ".xlsx", one_sheet, own),
        Kind("xlsx_sheets", ".xlsx", many_sheets, own),
        *(
            Kind(name, suffix, partial(_convert_books, target=target), kept, ("soffice",))
            for name, (suffix, target) in converted.items()
        ),
    ]


def _convert_page(jobs: Sequence[Job], target: str, in_filter: str = WRITER) -> list[bytes]:
    def write(job: Job) -> bytes:
        return write_page(job.report, MARKUPS["bare"], PAGE_RULES).encode("utf-8")

    paths = write_files(jobs, ".html", write)
    return read_files(convert_office(paths, target, jobs[0].folder, in_filter))


def _write_words(jobs: Sequence[Job], style: WordStyle) -> list[bytes]:
    return [write_word(job.report, style) for job in jobs]


def _convert_word(jobs: Sequence[Job], target: str) -> list[bytes]:
    paths = write_files(jobs, ".docx", lambda job: write_word(job.report, WordStyle()))
    return read_files(convert_office(paths, target, jobs[0].folder))


def _write_books(jobs: Sequence[Job], has_sheets: bool) -> list[bytes]:
    return [write_workbook(job.report, has_sheets) for job in jobs]


def _convert_books(jobs: Sequence[Job], target: str) -> list[bytes]:
    folder = jobs[0].folder / "converted"
    folder.mkdir(exist_ok=True)
    paths = write_files(jobs, ".xlsx", lambda job: write_workbook(job.report, False))
    return read_files(convert_office(paths, target, folder))
