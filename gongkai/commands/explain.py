"""`gongkai explain`: traces a published figure back to its archived bytes and table cell."""

from __future__ import annotations

from pathlib import Path

import click

from archive.model import describe_os_error, translate
from archive.provenance import Explanation, NotFound, explain, explanation_html
from gongkai.data_dir import current_database
from gongkai.errors import UsageError
from gongkai.options import data_option
from gongkai.output import print_explanation, wide_console

MAX_CANDIDATES = 20
"""Candidates that are listed if the words fit several reports or figures."""


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
        explanation = explain(data, report, figure)
    except NotFound as error:
        raise UsageError(_candidates_message(error)) from error
    print_explanation(wide_console(), explanation)
    if target:
        _write_html(target, explanation)
    _print_discrepancies(explanation)
    context.exit(int(bool(explanation.discrepancies)))


def _print_discrepancies(explanation: Explanation) -> None:
    for discrepancy in explanation.discrepancies:
        click.echo(discrepancy, err=True)
    released, current = explanation.report["parsed"], explanation.reread.parser_version
    if explanation.discrepancies and released != current:
        click.echo(
            translate(
                "版本由解析程序 {released} 读成，现在是 {current}（gongkai build 会重读全部）",
                released=released,
                current=current,
            ),
            err=True,
        )


def _split_words(words: tuple[str, ...]) -> tuple[str, str]:
    """Return the words for the report and those for the figure; `机关 年度` needs no quotation marks."""
    if len(words) == 1 or (len(words) == 2 and _is_year(words[1])):
        return " ".join(words), ""
    return " ".join(words[:-1]), words[-1]


def _is_year(word: str) -> bool:
    digits = word.removesuffix("度").removesuffix("年")
    return len(digits) == 4 and digits.isdigit()


def _candidates_message(error: NotFound) -> str:
    lines = [f"  {candidate}" for candidate in error.candidates[:MAX_CANDIDATES]]
    if len(error.candidates) > MAX_CANDIDATES:
        lines.append(translate("  ……共 {count} 个", count=len(error.candidates)))
    return "\n".join([str(error), *lines])


def _write_html(target: Path, explanation: Explanation) -> None:
    try:
        target.write_text(explanation_html(explanation), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            translate("{file}：写不了（{reason}）", file=target, reason=describe_os_error(error))
        ) from error
    click.echo(translate("网页已写到 {file}", file=target), err=True)
