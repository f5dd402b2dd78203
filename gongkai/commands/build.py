"""`gongkai build`: publishes a new release from the archive and prints what changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from archive.build import BuildResult, Change, FileOutcome, build
from archive.model import translate
from gongkai.data_dir import require_archive
from gongkai.options import data_option, suffix_option
from gongkai.output import ProgressReporter
from gongkai.registry import registered_sources

MAX_CHANGE_LINES = 20
"""Lines printed of each kind of change; the others are only counted. The database has all of them."""


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
    require_archive(data)
    result = build_release(data, suffixes, full=full)
    print_result(result)
    context.exit(int(bool(result.unreadable or result.not_report or result.unidentified)))


def build_release(data: Path, suffixes: Sequence[str], *, full: bool = False) -> BuildResult:
    """Build a release with the registry of this data directory; shows progress on stderr."""
    sources = [source.as_dict() for source in registered_sources(data)]
    with ProgressReporter() as meter:
        return build(data, sources=sources, suffixes=suffixes, full=full, progress=meter)


def print_result(result: BuildResult) -> None:
    """Print what a build did: results on stdout, files that need attention on stderr."""
    if result.reason:
        click.echo(translate("全部重读：{reason}", reason=result.reason), err=True)
    _print_changes(translate("新增"), result.added)
    _print_changes(translate("变化"), result.changed)
    _print_changes(translate("移除"), result.removed)
    _print_files(translate("读不了"), result.unreadable)
    _print_files(translate("不是年报"), result.not_report)
    _print_files(translate("认不出机关或年度"), result.unidentified)
    if result.duplicates:
        click.echo(
            translate(
                "同一份年报的其他登载 {count} 个，未另计（见 documents 表的 duplicate）",
                count=len(result.duplicates),
            )
        )
    state = translate("已发布") if result.published else translate("内容没有变化，仍是")
    click.echo(
        translate(
            "读取 {groups} 组文件；{state}版本 {release}，共 {reports} 份年报",
            groups=result.pages_read,
            state=state,
            release=result.release.name,
            reports=result.reports,
        )
    )


def _print_changes(heading: str, changes: Sequence[Change]) -> None:
    for change in changes[:MAX_CHANGE_LINES]:
        click.echo(f"{heading}　{change.label}　{change.reason}")
    if len(changes) > MAX_CHANGE_LINES:
        click.echo(translate("{heading}　……共 {count} 份", heading=heading, count=len(changes)))


def _print_files(heading: str, files: Sequence[FileOutcome]) -> None:
    for file in files:
        click.echo(f"{heading}　{file.url}　{file.detail}", err=True)
