"""Which paths are public, which are refused, and the headers of every response."""

from __future__ import annotations

import csv
import io

import httpx
import pytest

from archive.site.app.csv_sanitizer import BOM
from tests.archive.site.conftest import RunningSite

pytestmark = pytest.mark.slow

ALLOWED_PATHS = [
    "/",
    "/archive",
    "/archive/reports",
    "/about",
    "/archive/reports.json",
    "/archive/reports.csv",
    "/static/site.css",
    "/archive/agency_years?机关=长沙",
    "/archive/failed_checks",
    "/archive/coverage",
    "/robots.txt",
]
FORBIDDEN_PATHS = [
    "/archive?sql=select+1",
    "/archive/reports?_where=1=1",
    "/archive/reports_fts",
    "/archive/reports_fts_data",
    "/archive/reports_fts/1",
    "/archive/sqlite_stat1",
    "/archive/_sqlite_migrations",
    "/-/plugins",
    "/-/versions.json",
    "/-/databases",
    "/-/settings",
    "/-/metadata.json",
    "/-/threads",
    "/-/permissions",
    "/archive.db",
    "/_internal",
    "/_internal/tables",
]
MISSING_PATHS = [
    "/nothing",
    "/archive/nothing",
    "/archive/reports/1",
    "/nothing.json",
    "/archive/reports/x/y/z",
]
BAD_REQUEST_PATHS = [
    "/archive/reports?_sort=nothing",
    "/archive/reports?_size=x",
    "/archive/reports?_size=100000",
    "/archive/reports?_col=nothing",
    "/archive/reports.csv?_stream=on&_next=1",
    "/archive/reports?_sort=id&_sort_desc=id",
]
STATUS = {
    **dict.fromkeys(ALLOWED_PATHS, 200),
    **dict.fromkeys(FORBIDDEN_PATHS, 403),
    **dict.fromkeys(MISSING_PATHS, 404),
    **dict.fromkeys(BAD_REQUEST_PATHS, 400),
}
STRANGE_PARAMETERS = [
    "_next=x",
    "_next=%00",
    "_timelimit=x",
    "_facet_size=x",
    "_through=x",
    "_facet=nothing",
    "_search_nothing=x",
    "year__gt=x",
    "_filter_column=year&_filter_op=exact&_filter_value=2023",
    "id__in=[x",
    "_ttl=x",
    "_trace=1",
    "_labels=x",
    "_shape=x",
    "_facet_date=published",
    "_facet_array=label",
]
LEAKED_WORDS = ("traceback", "site-packages", "sqlite3", "cannot sort")
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize(("path", "status"), STATUS.items())
def test_every_response_has_its_status_and_security_headers(
    site: RunningSite, path: str, status: int
) -> None:
    answer = site.get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = answer.headers["content-security-policy"]
    assert {"default-src 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))
    assert "unsafe" not in policy
    assert not {"set-cookie", "server"} & set(answer.headers)


@pytest.mark.parametrize("path", [*FORBIDDEN_PATHS, *MISSING_PATHS, *BAD_REQUEST_PATHS])
def test_an_error_page_is_in_chinese_without_internal_details(site: RunningSite, path: str) -> None:
    answer = site.get(path)
    assert any(word in answer.text for word in ("不开放", "没有此页", "请求有误"))
    text = answer.text.lower()
    assert not any(
        leaked in text for leaked in ("traceback", "site-packages", str(site.data), "sqlite3", "cannot sort")
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_methods_that_write_are_refused(site: RunningSite, method: str) -> None:
    with httpx.Client(base_url=site.url, trust_env=False) as client:
        answer = client.request(method, "/archive/reports")
    assert answer.status_code == 405
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("query", STRANGE_PARAMETERS)
@pytest.mark.parametrize("format", ["", ".json", ".csv"])
def test_strange_parameters_cause_no_server_error(site: RunningSite, query: str, format: str) -> None:
    assert site.get(f"/archive/reports{format}?{query}").status_code < 500


def test_cookies_credentials_and_host_headers_are_ignored(site: RunningSite) -> None:
    path = "/archive/reports?_size=2"
    plain = site.get(path)
    strange = site.get(path, cookie="a=\x01;;ds_actor=x", authorization="Bearer x", host="evil.example")
    assert (strange.status_code, strange.text) == (200, plain.text)
    assert "evil.example" not in strange.text + str(strange.headers)
    assert (
        site.get("/archive/reports.json?_size=2", host="evil.example")
        .json()["next_url"]
        .startswith("/archive/")
    )


def test_a_double_slash_does_not_redirect_to_another_host(site: RunningSite) -> None:
    assert not site.get("//evil.example/").headers.get("location", "/").startswith("//")


def test_an_unchanged_page_has_status_304(site: RunningSite) -> None:
    first = site.get("/archive/reports")
    assert first.headers["cache-control"] == "no-cache"
    second = site.get("/archive/reports", **{"if-none-match": first.headers["etag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert (
        site.get("/archive/reports?year=2023", **{"if-none-match": first.headers["etag"]}).status_code == 200
    )
    assert "etag" not in site.get("/nothing").headers


def test_csv_opens_in_a_spreadsheet_without_running_formulas(site: RunningSite) -> None:
    text = site.get("/archive/reports.csv").content.decode()
    assert text.startswith(BOM)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))
    titles = {row["title"] for row in rows}
    assert '\'=HYPERLINK("http://evil.example/")' in titles
    assert len(rows) == len(site.samples)
    assert not site.get("/archive/reports.csv?_bom=0").text.startswith(BOM)


def test_csv_has_multiline_text_and_negative_numbers_unchanged(site: RunningSite) -> None:
    text = site.get("/archive/sections.csv?_bom=0").content.decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    texts = {row["text"] for row in rows}
    assert texts == {text for (text,) in site.query("select text from sections")}
    changes = site.get("/archive/disclosure.csv?row=licences&change__lt=0").text
    assert ",-8," in changes


def test_one_page_of_csv_can_be_requested(site: RunningSite) -> None:
    assert site.get("/archive/reports.csv?_size=2").text.count("\r\n") == 3


def test_a_downloaded_file_has_a_name(site: RunningSite) -> None:
    answer = site.get("/archive/reports.csv?_dl=on")
    assert answer.headers["content-disposition"] == 'attachment; filename="reports.csv"'
    assert answer.headers["content-type"].startswith("text/csv")
