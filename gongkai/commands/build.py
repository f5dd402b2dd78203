"""`gongkai build`: publishes a new release from the archive and prints what changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from archive.build import Builder, BuildResult, Change, FileOutcome, SourceFacts
from archive.model import translate
from gongkai.data_dir import require_archive
from gongkai.errors import UsageError
from gongkai.options import data_option, suffix_option
from gongkai.output import ProgressReporter, print_issue
from gongkai.registry import registered_sources

MAX_CHANGE_LINES = 20
"""Lines printed of each kind of change; the others are only counted. The database has all of them."""


_ACCEPTED = f"{__name__}.accepted"


def _note_accepted(context: click.Context, _: click.Parameter, accepted: str | None) -> None:
    context.meta[_ACCEPTED] = accepted


def _require_reason(context: click.Context, _: click.Parameter, reason: str) -> str:
    """Return the reason; raises `UsageError` if it is missing, or nothing is accepted for it."""
    if bool(context.meta[_ACCEPTED]) != bool(reason.strip()):
        raise UsageError(translate("--accept 与 --reason 须一起给出，并写明理由"))
    return reason.strip()


@click.command("build")
@click.option("--full", is_flag=True, help="不用台账和上一版本，只凭 WARC 文件全部重读")
@click.option(
    "--accept",
    type=click.Choice(["shrinking"]),
    callback=_note_accepted,
    expose_value=False,
    is_eager=True,
    help="内容比当前版本少了许多也发布；须用 --reason 写明理由",
)
@click.option(
    "--reason",
    "accepted_shrinking",
    default="",
    metavar="理由",
    callback=_require_reason,
    help="接受的理由，记入 releases/accepted.jsonl",
)
@data_option
@suffix_option
@click.pass_context
def command(
    context: click.Context, full: bool, accepted_shrinking: str, data: Path, suffixes: tuple[str, ...]
) -> None:
    """读取档案中的新内容，发布一个新版本，并说明变了什么、为什么。

    没有变化时不发布。正在运行的 gongkai serve 几秒内就会用上新版本。
    读不了的文件、不是年报的文件、认不出机关或年度的年报、损坏或不见了的存档记录、移除的年报逐个点名，
    退出码为 1；其余照常发布。

    比当前版本少了许多（年报或文件减少 5% 以上）时不发布，当前版本不变。
    确属应当的，用 --accept shrinking --reason 写明理由后再运行。

    \b
    示例：
      gongkai build
      gongkai build --full
      gongkai build --accept shrinking --reason "市农机局已撤销，年报由市农业农村局登载"
    """
    require_archive(data)
    result = build_release(data, suffixes, full=full, accepted_shrinking=accepted_shrinking)
    print_result(result)
    context.exit(int(_needs_attention(result)))


def build_release(
    data: Path, suffixes: Sequence[str], *, full: bool = False, accepted_shrinking: str = ""
) -> BuildResult:
    """Build a release with the registry of this data directory; shows progress on stderr."""
    sources = (source.as_dict() for source in registered_sources(data))
    facts = SourceFacts.from_entries(sources, suffixes)
    with ProgressReporter() as meter:
        return Builder(data, facts, meter).run(full=full, accepted_shrinking=accepted_shrinking)


def _needs_attention(result: BuildResult) -> bool:
    files = (result.unreadable, result.not_report, result.unidentified)
    return any((*files, result.losses, result.removed, result.shrinkage))


def print_result(result: BuildResult) -> None:
    """Print what a build did: results on stdout, files that need attention on stderr."""
    if result.reason:
        click.echo(translate("全部重读：{reason}", reason=result.reason), err=True)
    _print_changes(translate("新增"), result.added)
    _print_changes(translate("变化"), result.changed)
    _print_removed(result.removed)
    _print_files(translate("读不了"), result.unreadable)
    _print_files(translate("不是年报"), result.not_report)
    _print_files(translate("认不出机关或年度"), result.unidentified)
    for issue in result.losses:
        print_issue(issue)
    if result.duplicates:
        click.echo(
            translate(
                "同一份年报的其他登载 {count} 个，未另计（见 documents 表的 duplicate）",
                count=len(result.duplicates),
            )
        )
    if result.shrinkage:
        _print_shrinkage(result)
        return
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


def _print_removed(removed: Sequence[Change]) -> None:
    """Print every report that the release no longer has: none may go without a word."""
    for change in removed:
        click.echo(f"{translate('移除')}　{change.label}　{change.url}　{change.reason}", err=True)


def _print_shrinkage(result: BuildResult) -> None:
    lost = "，".join(
        translate(
            "{table} 由 {before} 减为 {after}", table=table.table, before=table.before, after=table.after
        )
        for table in result.shrinkage
    )
    click.echo(
        translate(
            "没有发布，仍是版本 {release}：内容少了许多（{lost}）。"
            "请先查明上面点名的原因；确属应当的，运行 gongkai build --accept shrinking --reason 理由",
            release=result.release.name,
            lost=lost,
        ),
        err=True,
    )


def _print_files(heading: str, files: Sequence[FileOutcome]) -> None:
    for file in files:
        click.echo(f"{heading}　{file.url}　{file.detail}", err=True)
