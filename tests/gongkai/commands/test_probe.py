"""`gongkai probe` on the sample web, in separate processes: output, samples and archive."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Role
from crawler.registry.sources import load_sources
from samples.server.responses import LoggedRequest
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


def test_many_portals_are_probed_side_by_side(start: Start, tmp_path: Path) -> None:
    """Each has a draft, samples and a row of the table; one that is down does not stop the others."""
    world = World(6, 9, portals=3, families=("trs", "hanweb", "generic"), carriers=("page",))
    down = "down.qinghe.gov.cn.test"
    with serve(world) as web:
        code, out, errors = probe_all(start, tmp_path, {**web.hosts, down: "127.0.0.1:9"})
        requests = list(web.log)
    assert code == 1, errors
    assert "看了 4 个门户：找到年报 3，没有取到任何页面 1" in out
    rows = read_table(tmp_path / "found")
    assert list(rows) == [f"http://{host}/" for host in (*web.hosts, down)]
    assert [row["result"] for row in rows.values()] == ["found", "found", "found", "unreachable"]
    assert "Connection" in rows[f"http://{down}/"]["problem"]
    drafts = {source.home: source for source in load_sources(tmp_path / "found" / "drafts")}
    assert set(drafts) == set(rows)
    for portal in world.portals:
        row = rows[portal.site.url("/")]
        assert set(drafts[row["url"]].columns) <= set(column_urls(portal))
        assert row["column_urls"].split() == list(drafts[row["url"]].columns)
        samples = list((tmp_path / "found" / "samples" / row["id"]).glob("*/expected.json"))
        assert len(samples) == int(row["pages"]) <= 10
    assert_polite_and_side_by_side(requests)
    code, out, errors = probe_all(start, tmp_path, web.hosts)
    assert code == 2, "drafts that somebody may have edited are not replaced"
    assert "不是空的" in errors


def probe_all(start: Start, folder: Path, pairs: dict[str, str]) -> tuple[int, str, str]:
    """Probe the home pages of all hosts, the last one named twice, into `found`."""
    urls = folder / "urls.txt"
    lines = ["# 门户", *(f"http://{host}/" for host in pairs), "", f"http://{[*pairs][-1]}/  # 又一次"]
    urls.write_text("\n".join(lines), encoding="utf-8")
    hosts = [word for name, address in pairs.items() for word in ("--host", f"{name}={address}")]
    process = start("probe", "--from", urls, *hosts, "--delay", "0", "--save", folder / "found", *SUFFIX)
    out, errors = process.communicate(timeout=240)
    return process.returncode, out, errors


def read_table(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "probe.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["url"]: row for row in csv.DictReader(stream)}


def assert_polite_and_side_by_side(requests: list[LoggedRequest]) -> None:
    hosts = {request.host for request in requests}
    for host in hosts:
        own = [request for request in requests if request.host == host]
        assert all(first.ended <= second.started for first, second in pairwise(own)), "one at a time"
    turns = [host for host, _ in groupby(request.host for request in requests)]
    assert len(turns) > len(hosts), "one portal after the other"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), "--from"),
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
