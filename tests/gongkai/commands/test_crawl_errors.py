"""`gongkai crawl` with errors of this program or without a writable archive, and `status` afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Outcome
from crawler import settings
from gongkai.cli import cli
from tests.gongkai.conftest import RunCommand
from tests.support.forked import ProcessResult, run_in_process
from tests.support.subprocess_crawl import html_page, read_captures, serve_pages, write_registry

pytestmark = pytest.mark.slow

HOSTS = ("caizheng.jia.gov.cn.test", "shuili.jia.gov.cn.test")
ROW = '<li><a href="/{path}">青禾县水利局{year}年政府信息公开工作年度报告</a></li>'


def list_page(*paths: str) -> str:
    return html_page("".join(ROW.format(path=path, year=2015 + at) for at, path in enumerate(paths)))


def run_command(data: str, pairs: Mapping[str, str]) -> None:
    """Crawl with a defect in a middleware; runs in a process of its own."""
    settings.DOWNLOADER_MIDDLEWARES["tests.support.failing_middleware.FailingMiddleware"] = 1  # type: ignore[assignment]
    hosts = [text for name, address in pairs.items() for text in ("--host", f"{name}={address}")]
    cli(["--data", data, "crawl", "--suffix", ".gov.cn.test", *hosts])


def run_crawl(data: Path, pages: Mapping[str, object]) -> ProcessResult:
    (data / "sources").mkdir(parents=True, exist_ok=True)
    write_registry(data / "sources", *({"host": host, "columns": [f"http://{host}/nb/"]} for host in HOSTS))
    with serve_pages(pages) as server:
        return run_in_process(
            run_command, str(data), dict.fromkeys(HOSTS, server.address), timeout_seconds=60
        )


def test_an_error_of_this_program_costs_one_page_and_is_counted_as_ours(
    gongkai: RunCommand, tmp_path: Path
) -> None:
    paths = ("a", "defect-before", "b", "defect-after", "c", "defect-callback", "d")
    pages = {
        f"{HOSTS[0]}/nb/": list_page(*paths),
        f"{HOSTS[1]}/nb/": list_page("a", "b"),
        **{f"/{path}": html_page("年报") for path in paths},
    }
    result = run_crawl(tmp_path / "data", pages)
    assert result.exit_code == 1, result.log
    for text in ("defect before the request", "defect after the response", "defect in a callback"):
        assert text in result.log
    assert result.log.count("Traceback") == 3
    assert "程序在处理页面时出错 3 次" in result.log
    captures = read_captures(tmp_path / "data")
    failed = [capture for capture in captures if capture.outcome is Outcome.INTERNAL_ERROR]
    assert sorted(capture.url.rpartition("/")[2] for capture in failed) == sorted(
        path for path in paths if path.startswith("defect")
    )
    assert {capture.detail.partition(":")[0] for capture in failed} == {
        "TypeError",
        "KeyError",
        "RuntimeError",
    }
    status = gongkai("status", "--json")
    assert status.exit_code == 1
    first, second = json.loads(status.stdout)["sources"]
    assert (first["state"], second["state"]) == ("internal_error", "fine")
    assert [(missed["outcome"], missed["count"]) for missed in first["missed"]] == [("internal_error", 3)]
    assert "程序出错" in gongkai("status").stderr
    (report,) = (tmp_path / "data" / "runs").iterdir()
    assert json.loads(report.read_text("utf-8"))["errors"] == 3


def test_a_list_that_we_cannot_handle_leaves_a_result(gongkai: RunCommand, tmp_path: Path) -> None:
    pages = {
        f"{HOSTS[0]}/nb/": "-> /defect-callback",
        "/defect-callback": html_page(""),
        "/nb/": list_page("a"),
    }
    result = run_crawl(tmp_path / "data", {**pages, "/a": html_page("年报")})
    assert result.exit_code == 1, result.log
    first, second = json.loads(gongkai("status", "--json").stdout)["sources"]
    assert (first["state"], second["state"]) == ("internal_error", "fine")


@pytest.mark.parametrize(
    ("folder", "message"), [("warc", "无法写入存档"), ("compliance", "无法写入合规记录")]
)
def test_a_record_that_cannot_be_written_stops_the_crawl_and_leaves_sources_without_result(
    gongkai: RunCommand, tmp_path: Path, folder: str, message: str
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / folder).touch()  # a file where the folder has to be
    result = run_crawl(data, {"/nb/": list_page("a"), "/a": html_page("年报")})
    assert result.exit_code == 1, result.log
    assert message in result.log
    assert "存档写不进去，抓取已停止" in result.log
    assert "Traceback" not in result.log
    assert "0 个来源" in result.output
    status = gongkai("status", "--json")
    assert status.exit_code == 1
    sources = json.loads(status.stdout)["sources"]
    assert all(source["unfinished_run"] and source["wrong"] for source in sources)
    text = gongkai("status")
    assert text.stderr.count("没有结论") == len(HOSTS)
    assert "从未抓取" not in text.stdout


def test_a_source_without_result_is_named_until_a_crawl_ends_with_one(
    gongkai: RunCommand, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "warc").touch()
    run_crawl(data, {})
    assert gongkai("status").exit_code == 1
    (data / "warc").unlink()
    pages = {"/nb/": list_page("a"), "/a": html_page("年报")}
    with serve_pages(pages) as server:
        result = run_in_process(
            run_command, str(data), dict.fromkeys(HOSTS, server.address), timeout_seconds=60
        )
    assert result.exit_code == 0, result.log
    status = gongkai("status")
    assert (status.exit_code, "没有结论" in status.stdout) == (0, False)


def test_a_result_that_cannot_be_stored_is_a_failure_of_the_crawl(
    gongkai: RunCommand, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with Ledger.open(data) as ledger, ledger.transaction() as connection:
        connection.execute(
            "create trigger full before insert on sources_health begin select raise(abort, 'disk full'); end"
        )
    result = run_crawl(data, {"/nb/": list_page("a"), "/a": html_page("年报")})
    assert result.exit_code == 1, result.log
    assert "无法写入台账：disk full" in result.log
    assert gongkai("status").stderr.count("没有结论") == len(HOSTS)


def test_a_report_of_the_run_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "runs").touch()
    result = run_crawl(data, {"/nb/": list_page("a"), "/a": html_page("年报")})
    assert result.exit_code == 1, result.log
    assert "本次的报告写不进去" in result.log
    assert "Traceback" not in result.log
