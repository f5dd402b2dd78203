"""`gongkai demo`: crawls sample portals on this machine, builds a release and serves it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile

import click

from archive.model import translate
from archive.site import PortInUse, run_in_thread, serve
from crawler import CrawlOptions, CrawlSummary
from gongkai.commands.build import build_release, print_result
from gongkai.commands.serve import print_url
from gongkai.data_dir import REGISTRY_DIR
from gongkai.errors import CommandError, UsageError
from gongkai.monitoring import check_site
from gongkai.options import data_option
from gongkai.registry import registered_sources
from gongkai.runs import failed_sources, run_crawl_in_subprocess

WORLD_SEED = 1
DEFAULT_PORT = 8001
OFFICIAL_SUFFIXES = (".gov.cn", ".gov.cn.test")
# What the extra `demo` installs, by the names under which the sample portals import it.
DEMO_MODULES = ("docx", "reportlab", "xlsxwriter", "cryptography")


@click.command("demo")
@click.option("--reports", default=30, show_default=True, type=click.IntRange(1, 5000), help="示例年报份数")
@click.option("--once", is_flag=True, help="检查网站后即退出，不等待访问者")
@click.option("--port", type=click.IntRange(0, 65535), help="端口；不给则用 8001，被占用时另选一个")
@data_option
def command(reports: int, once: bool, port: int | None, data: Path) -> None:
    """启动示例门户，抓取、入档、建库、展示，一步到位；不访问任何政府网站。

    示例档案放在数据目录下的 demo/ 里，与您的档案分开。再运行一次只会增加“未变”的记录。

    \b
    示例：
      gongkai demo
      gongkai demo --reports 200 --port 9000
      gongkai demo --once
    """
    _require_demo_extra()
    folder = data / "demo" / str(reports)
    click.echo(
        translate("示例门户：{reports} 份年报，档案在 {folder}", reports=reports, folder=folder), err=True
    )
    lines = _crawl_samples(folder, reports)
    print_result(build_release(folder, OFFICIAL_SUFFIXES))
    for line in lines:
        click.echo(line, err=True)
    if once:
        _run_site_check(folder, port or 0)
    else:
        _serve_site(folder, port)


def _require_demo_extra() -> None:
    """Raise `UsageError` if a package of the extra `demo` is not installed."""
    missing = [module for module in DEMO_MODULES if find_spec(module) is None]
    if missing:
        raise UsageError(
            translate(
                "示例门户还需要 {modules}；请先运行 pip install 'gongkai[demo]'", modules="、".join(missing)
            )
        )


def _crawl_samples(folder: Path, reports: int) -> list[str]:
    """Crawl sample portals with so many reports into the folder; return a line for each failed source."""
    # Imported only here: the other commands, and this one's help, work without the extra `demo`.
    from samples.server import serve as serve_samples
    from samples.world import World

    registry = folder / REGISTRY_DIR
    registry.mkdir(parents=True, exist_ok=True)
    with serve_samples(World(WORLD_SEED, reports)) as web:
        copyfile(web.registry_path, registry / web.registry_path.name)
        sources = registered_sources(folder)
        options = CrawlOptions(hosts=web.hosts, suffixes=OFFICIAL_SUFFIXES, delay=0.0)
        summary: CrawlSummary = run_crawl_in_subprocess(folder, sources, options)
    if not any(source_summary.reports for source_summary in summary.sources):
        raise CommandError(translate("示例门户里一份年报也没有抓到，无法展示"))
    return failed_sources(sources, summary)


def _run_site_check(folder: Path, port: int) -> None:
    try:
        with run_in_thread(folder, port) as url:
            for page in check_site(url):
                click.echo(
                    translate(
                        "{url}　{bytes} 字节　{milliseconds:.0f} 毫秒",
                        url=page.url,
                        bytes=len(page.body),
                        milliseconds=page.seconds * 1000,
                    )
                )
    except PortInUse as error:
        raise UsageError(str(error)) from error
    click.echo(translate("网站检查通过：首页、年报页、检索、CSV"))


def _serve_site(folder: Path, port: int | None) -> None:
    try:
        serve(folder, DEFAULT_PORT if port is None else port, ready=print_url)
    except PortInUse as error:
        if port is not None:
            raise UsageError(str(error)) from error
        serve(folder, 0, ready=print_url)
