"""`gongkai probe` on the sample web, in separate processes: output, samples and archive."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Role
from crawler.registry.sources import load_sources
from samples.server.server import RunningWeb, serve
from samples.world.world import World
from tests.gongkai.conftest import RunCommand
from tests.support.subprocess_crawl import HAS_BROWSER, html_page, serve_pages

pytestmark = pytest.mark.slow

Start = Callable[..., "subprocess.Popen[str]"]
SUFFIX = ("--suffix", ".gov.cn.test")


def run_probe(start: Start, host: str, address: str, *more: str) -> tuple[int, str, str]:
    process = start("probe", f"http://{host}/", "--host", f"{host}={address}", "--delay", "0", *SUFFIX, *more)
    out, errors = process.communicate(timeout=120)
    return process.returncode, out, errors


def only_host(web: RunningWeb) -> tuple[str, str]:
    return next(iter(web.hosts.items()))


def test_a_probe_prints_a_draft_entry_and_saves_samples_and_visits(start: Start, tmp_path: Path) -> None:
    world = World(5, 8, portals=1, families=("trs",), carriers=("docx",))
    with serve(world) as web:
        host, address = only_host(web)
        archive, sample = tmp_path / "kept", tmp_path / "sample"
        code, out, errors = run_probe(start, host, address, "--save", str(sample), "--archive", str(archive))
        requested_paths = [request.path for request in web.log]
    assert code == 0, errors
    assert "软件：trs" in out
    assert "createPageHTML(" in out
    assert "name+15" in out
    assert "Disallow: /admin/" in out
    assert len(requested_paths) == len(set(requested_paths)) <= 11
    assert [path for path in requested_paths if path.endswith(".docx")] == []
    draft = tmp_path / "draft.toml"
    draft.write_text(out[out.index("[[source]]") :], encoding="utf-8")
    (source,) = load_sources(draft)
    assert (source.family, source.checked) == ("trs", False)
    assert set(source.columns) <= {column for portal in world.portals for column in column_urls(portal)}
    cases = [json.loads(file.read_text("utf-8")) for file in sorted(sample.glob("*/expected.json"))]
    assert {case["url"] for case in cases} <= {f"http://{host}{path}" for path in requested_paths}
    assert any(case["reports"] for case in cases)
    with Ledger.open(archive) as ledger:
        archived_urls = {
            capture.url for capture in ledger.captures.select([Role.MENU, Role.LIST, Role.REPORT])
        }
    assert archived_urls == {case["url"] for case in cases}


def column_urls(portal: object) -> list[str]:
    site = portal.site  # type: ignore[attr-defined]
    return [site.url(column.path) for column in site.columns]


@pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine")
def test_a_list_filled_by_a_script_is_opened_in_the_browser(start: Start) -> None:
    with serve(World(5, 3, portals=1, families=("scripted",))) as web:
        code, out, errors = run_probe(start, *only_host(web))
    assert code == 0, errors
    assert "栏目（浏览器）" in out


def test_a_portal_that_robots_txt_disallows_is_not_visited(start: Start, tmp_path: Path) -> None:
    host = "www.qinghe.gov.cn.test"
    with serve_pages(
        {"/": html_page("政府信息公开"), "/robots.txt": "User-agent: *\nDisallow: /\n"}
    ) as portal:
        code, out, errors = run_probe(start, host, portal.address)
        assert portal.log == [f"{host}/robots.txt"], errors
    assert code == 1
    assert "不许访问" in out
    assert "年报栏目待查" in out
    assert not (tmp_path / "data").exists(), "without --archive nothing is stored"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("www.qinghe.gov.cn",), "只接受 http 与 https"),
        (("http://www.qinghe.gov.cn/", "--host", "other.gov.cn=127.0.0.1:80"), "不在其中"),
        (("http://www.qinghe.gov.cn/", "--host", "www.qinghe.gov.cn"), "写法"),
    ],
)
def test_a_typing_error_is_reported_before_any_request(
    gongkai: RunCommand, arguments: tuple[str, ...], expected: str
) -> None:
    result = gongkai("probe", *arguments)
    assert result.exit_code == 2
    assert expected in result.output
