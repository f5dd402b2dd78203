"""`gongkai build`: from the archive to a release, and what is different in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from archive.build import BuildResult, Change, FileOutcome, build
from gongkai.data_dir import registered_sources
from gongkai.errors import CommandError
from gongkai.options import data_option, suffix_option
from gongkai.output import ProgressReporter

MAX_CHANGE_LINES = 20
"""Lines of one kind; the rest is counted, and stands in the database."""


@click.command("build")
@click.option("--full", is_flag=True, help="不用台账和上一版本，只凭 WARC 文件全部重读")
@data_option
@suffix_option
@click.pass_context
def command(context: click.Context, full: bool, data: Path, suffixes: tuple[str, ...]) -> None:
    """读取档案中的新内容，发布一个新版本，并说明变了什么、为什么。

    没有变化时不发布。正在运行的 gongkai serve 几秒内就会用上新版本。
    读不了的文件、不是年报的文件、认不出机关或年度的年报逐个点名，退出码为 1；其余照常发布。

    \b
    示例：
      gongkai build
      gongkai build --full
    """
    if not (data / "warc").is_dir():
        raise CommandError(f"{data} 里没有档案（请先运行 gongkai crawl 或 gongkai import）")
    result = build_release(data, suffixes, full=full)
    print_result(result)
    context.exit(int(bool(result.unreadable or result.not_report or result.unidentified)))


def build_release(data: Path, suffixes: Sequence[str], *, full: bool = False) -> BuildResult:
    """Build with the registry of this data directory."""
    sources = [source.as_dict() for source in registered_sources(data)]
    with ProgressReporter() as meter:
        return build(data, sources=sources, suffixes=suffixes, full=full, progress=meter)


def print_result(result: BuildResult) -> None:
    """What a build did: results on stdout, what needs a look on stderr."""
    if result.reason:
        click.echo(f"全部重读：{result.reason}", err=True)
    for word, changes in (("新增", result.added), ("变化", result.changed), ("移除", result.removed)):
        _print_changes(word, changes)
    for word, files in (
        ("读不了", result.unreadable),
        ("不是年报", result.not_report),
        ("认不出机关或年度", result.unidentified),
    ):
        _print_files(word, files)
    if result.duplicates:
        click.echo(f"同一份年报的其他登载 {len(result.duplicates)} 个，未另计（见 documents 表的 duplicate）")
    stands = "已发布" if result.published else "内容没有变化，仍是"
    click.echo(
        f"读取 {result.pages_read} 组文件；{stands}版本 {result.release.name}，共 {result.reports} 份年报"
    )


def _print_changes(heading: str, changes: Sequence[Change]) -> None:
    for change in changes[:MAX_CHANGE_LINES]:
        click.echo(f"{heading}　{change.label}　{change.reason}")
    if len(changes) > MAX_CHANGE_LINES:
        click.echo(f"{heading}　……共 {len(changes)} 份")


def _print_files(heading: str, files: Sequence[FileOutcome]) -> None:
    for file in files:
        click.echo(f"{heading}　{file.url}　{file.detail}", err=True)
