"""Kinds that are HTML, alone or packed into another format."""

import json
from collections.abc import Callable, Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape

from lxml import html

from bench.foreign.kinds.kind import Job, Kind, Produce, offer, write_files
from bench.foreign.kinds.tools import dump_page
from bench.foreign.markup import MARKUPS, write_page
from bench.foreign.report import DraftReport

FLAT = "header sup struck hidden hidden_table input picture script blank"
FULL = FLAT + " spans breaks"


def list_html_kinds() -> list[Kind]:
    """All kinds of this module."""
    full, flat = offer(FULL), offer(FLAT)
    return [
        Kind("html_plain", ".html", _each(lambda report: _encode(report, "plain")), full),
        Kind("html_word", ".html", _each(lambda report: _encode(report, "word")), full),
        Kind("html_wps", ".html", _each(lambda report: _encode(report, "wps")), full),
        Kind("html_grid", ".html", _each(lambda report: _encode(report, "grid")), full),
        Kind("html_rows", ".html", _each(lambda report: _encode(report, "rows")), flat, is_flat=True),
        Kind("html_list", ".html", _each(lambda report: _encode(report, "list")), flat, is_flat=True),
        Kind("html_terms", ".html", _each(lambda report: _encode(report, "terms")), flat, is_flat=True),
        Kind("html_pre", ".html", _each(_write_pre), offer("header hidden_table blank"), is_flat=True),
        Kind("html_gbk", ".html", _each(_write_gbk), full),
        Kind("html_named_doc", ".doc", _each(lambda report: _encode(report, "word")), full),
        Kind("html_iframe", ".html", _each(_write_iframe), full),
        Kind("mhtml", ".mhtml", _each(_write_mhtml), full),
        Kind("json_html", ".json", _each(_write_json), full),
        Kind(
            "html_chromium_dom",
            ".html",
            _dump_all,
            offer(FULL.replace("script", "script_run")),
            ("chromium",),
        ),
        Kind(
            "copied_text",
            ".txt",
            _copy_all,
            offer("header breaks spans blank hidden_table script_run"),
            ("chromium",),
        ),
    ]


def _each(write: Callable[[DraftReport], bytes]) -> Produce:
    return lambda jobs: [write(job.report) for job in jobs]


def _encode(report: DraftReport, markup: str) -> bytes:
    return write_page(report, MARKUPS[markup]).encode("utf-8")


def _write_pre(report: DraftReport) -> bytes:
    return _encode(report, "pre")


def _write_gbk(report: DraftReport) -> bytes:
    page = write_page(report, MARKUPS["wps"]).replace('<meta charset="utf-8">', '<meta charset="gb2312">')
    return page.encode("gbk", "xmlcharrefreplace")


def _write_iframe(report: DraftReport) -> bytes:
    inner = escape(write_page(report, MARKUPS["bare"]), quote=True)
    page = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(report.title)}'
        f'</title></head><body><div class="nav">首页 政务公开</div>\n<iframe width="100%" srcdoc="{inner}">'
        "</iframe>\n<div>网站地图</div></body></html>\n"
    )
    return page.encode("utf-8")


def _write_mhtml(report: DraftReport) -> bytes:
    message = MIMEMultipart("related", boundary="----MultipartBoundary--foreign")
    message["From"] = "<Saved by Blink>"
    message["Subject"] = report.title
    part = MIMEText(write_page(report, MARKUPS["plain"]), "html", "utf-8")
    part["Content-Location"] = "https://www.example.gov.cn/zfxxgk/nb/index.html"
    message.attach(part)
    return message.as_bytes()


def _write_json(report: DraftReport) -> bytes:
    page = write_page(report, MARKUPS["wps"])
    body = page.split("<body>", 1)[1].split("</body>", 1)[0]
    styles = page.split("<style>", 1)[1].split("</style>", 1)[0]
    record = {
        "code": 200,
        "data": {"title": report.title, "content": f"<style>{styles}</style>{body}", "attachments": []},
    }
    return json.dumps(record, ensure_ascii=False).encode("utf-8")


def _dump_all(jobs: Sequence[Job]) -> list[bytes]:
    paths = write_files(jobs, ".html", lambda job: _write_live(job.report))
    return [dump_page(path).encode("utf-8") for path in paths]


def _write_live(report: DraftReport) -> bytes:
    return write_page(report, MARKUPS["plain"], runs_scripts=True).encode("utf-8")


def _copy_all(jobs: Sequence[Job]) -> list[bytes]:
    copier = (
        "<script>window.addEventListener('load',function(){var t=document.body.innerText;"
        "document.body.innerHTML='<pre id=\"kb\"></pre>';"
        "document.getElementById('kb').textContent=t;});</script>\n</head>"
    )

    def write(job: Job) -> bytes:
        return _write_live(job.report).replace(b"</head>", copier.encode("utf-8"), 1)

    return [_take_copied(dump_page(path)) for path in write_files(jobs, ".copy.html", write)]


def _take_copied(page: str) -> bytes:
    element = html.fromstring(page).get_element_by_id("kb")
    return (element.text or "").encode("utf-8")
