"""`gongkai explain`: from a published number back to the bytes and the cell that it was read from."""

from __future__ import annotations

from pathlib import Path

import click

from archive.provenance import Explanation, NotFound, explain, explanation_html
from gongkai.data_dir import current_database
from gongkai.errors import UsageError
from gongkai.options import data_option
from gongkai.output import print_explanation, wide_console

MAX_CANDIDATES = 20
"""Candidates that are listed where the words fit several."""


@click.command("explain")
@click.argument("words", metavar="REPORT [FIGURE]", nargs=-1, required=True)
@click.option(
    "--html",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="另写一个网页：存档的表格，标出那一格；不含脚本，不引用外部内容",
)
@data_option
@click.pass_context
def command(context: click.Context, words: tuple[str, ...], target: Path | None, data: Path) -> None:
    """一份年报、一个数字从何而来：取自哪个存档文件的哪一格，字节是否仍与摘要相符。

    REPORT 是年报编号，或“机关 年度”，或名称的一部分；说不清时列出候选。
    FIGURE 是 requests.granted.total 这样的代码，或 予以公开·总计 这样的名称。
    每次都从 WARC 文件重读字节、重算摘要、重新解析；与版本所载不同之处逐条说明，退出码为 1。

    \b
    示例：
      gongkai explain "临湘市人力资源和社会保障局 2020"
      gongkai explain 2814749767106 requests.granted.total
      gongkai explain 临湘 予以公开·总计 --html 出处.html
    """
    current_database(data)
    report, figure = _split_words(words)
    try:
        one = explain(data, report, figure)
    except NotFound as error:
        raise UsageError(_candidates_message(error)) from error
    print_explanation(wide_console(), one)
    if target:
        _write_html(target, one)
    for fault in one.discrepancies:
        click.echo(fault, err=True)
    if one.discrepancies and one.report["parsed"] != one.reread.parser_version:
        versions = f"版本由解析程序 {one.report['parsed']} 读成，现在是 {one.reread.parser_version}"
        click.echo(f"{versions}（gongkai build 会重读全部）", err=True)
    context.exit(int(bool(one.discrepancies)))


def _split_words(words: tuple[str, ...]) -> tuple[str, str]:
    """The words of the report and those of the figure: `机关 年度` may come without quotation marks."""
    if len(words) == 1 or (len(words) == 2 and _is_year(words[1])):
        return " ".join(words), ""
    return " ".join(words[:-1]), words[-1]


def _is_year(word: str) -> bool:
    digits = word.removesuffix("度").removesuffix("年")
    return len(digits) == 4 and digits.isdigit()


def _candidates_message(error: NotFound) -> str:
    lines = [f"  {candidate}" for candidate in error.candidates[:MAX_CANDIDATES]]
    if len(error.candidates) > MAX_CANDIDATES:
        lines.append(f"  ……共 {len(error.candidates)} 个")
    return "\n".join([str(error), *lines])


def _write_html(target: Path, explanation: Explanation) -> None:
    try:
        target.write_text(explanation_html(explanation), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{target}：写不了（{error.strerror}）") from error
    click.echo(f"网页已写到 {target}", err=True)
