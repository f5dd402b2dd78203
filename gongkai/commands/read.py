"""`gongkai read`: parses local files and prints the reports without storing anything."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import click

from archive import PARSER_VERSION, parse_document
from archive.exports import report_to_json
from archive.forms import extra_forms_folders
from archive.model import Document, ReaderError, Report, ReportError, translate
from archive.workers import DEFAULT_PROCESSES, DocumentCallback, Sandbox, WorkerPool, whole_characters
from gongkai.input_files import read_file
from gongkai.options import files_argument, path_text
from gongkai.output import print_report, wide_console

_MAX_DIGITS = 10_000
_MIN_FILES_FOR_POOL = 4
"""Fewer files are read before a second process has started."""


@click.command("read")
@files_argument
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON")
@click.pass_context
def command(context: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """读取文件而不入档：身份、三张法定表、检查结果、剩余文字。

    读不了的文件、不是年度报告的文件各说一行，其余照读，退出码为 1。
    合计对不上的报告仍算读好：问题写在检查结果里，退出码为 0。

    \b
    示例：
      gongkai read 报告.html 报告.docx
      gongkai read --json *.pdf > 结果.jsonl
    """
    console = wide_console()
    failed = 0
    processes = 1 if len(files) < _MIN_FILES_FOR_POOL else DEFAULT_PROCESSES
    pool = WorkerPool(
        _read_report,
        processes,
        result_type=Report | str,
        sandbox=Sandbox(readable=(*files, *extra_forms_folders())),
        documents_of=lambda file: (whole_characters(str(file)),),
        check_result=_check_report,
    )
    for file, report in zip(files, pool.results(files), strict=True):
        if isinstance(report, str):
            # Some errors begin with the file's name, some do not; the path is printed once.
            click.echo(f"{path_text(file)}：{report.removeprefix(f'{_file_name(file)}：')}", err=True)
            failed += 1
        elif as_json:
            click.echo(_json_line(file, report))
        else:
            print_report(console, _file_name(file), report)
    if failed:
        message = translate("共 {count} 个文件，{failed} 个没有读成", count=len(files), failed=failed)
        click.echo(message, err=True)
        context.exit(1)


def _read_report(file: Path, failures: Mapping[str, str], begin: DocumentCallback) -> Report | str:
    """Return the report in a file, or the reason why there is none.

    Runs in a worker process: a small file may expand to a huge size."""
    name = whole_characters(str(file))
    if name in failures:
        return failures[name]
    begin(name)
    try:
        return parse_document(Document(data=read_file(file), name=_file_name(file)))
    except ReportError as error:
        return str(error)
    except Exception as error:
        if isinstance(error, MemoryError) or os.environ.get("GONGKAI_DEBUG"):
            raise
        return str(ReaderError.from_exception(error, PARSER_VERSION))


def _check_report(_: Path, report: Report | str) -> None:
    """Raise `ValueError` if a number of a report, which comes from a worker, cannot be printed."""
    if isinstance(report, str):
        return
    numbers = [figure.number for figure in report.figures] + [cell.number for cell in report.legacy_cells]
    for finding in report.findings:
        numbers += (finding.left, finding.right, finding.delta)
        numbers += (number for hint in finding.hints for number in (hint.printed, hint.balanced))
    for number in numbers:
        if number is not None and not (number.is_finite() and abs(number.adjusted()) <= _MAX_DIGITS):
            raise ValueError("a number with too many digits")


def _file_name(file: Path) -> str:
    return path_text(Path(file.name))


def _json_line(file: Path, report: Report) -> str:
    return json.dumps({"file": path_text(file), **report_to_json(report)}, ensure_ascii=False)
