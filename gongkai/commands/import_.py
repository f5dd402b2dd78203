"""`gongkai import`: stores local files in the archive; the next build reads them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import click

from archive.ledger import Ledger
from archive.model import Outcome, Role, UnreadableFile, translate
from archive.text import media_type
from archive.warc import Record, WarcWriter, sha256
from gongkai.input_files import read_file
from gongkai.options import data_option, files_argument, path_text
from gongkai.output import ProgressReporter


@click.command("import")
@files_argument
@data_option
@click.pass_context
def command(context: click.Context, files: tuple[Path, ...], data: Path) -> None:
    """把手头的文件存入档案，字节原样保存，之后由 gongkai build 读取。

    网页、纯文本、Markdown、Word、PDF 等都可以；读不了的格式也先存下来。
    内容相同的文件只存一次，不论叫什么名字。空文件、打不开的文件各说一行，其余照存，退出码为 1。

    \b
    示例：
      gongkai import 报告.pdf 报告/*.docx
      gongkai import 报告/* && gongkai build
    """
    with Ledger.open(data) as ledger:
        ledger.index_missing()
        stored, known, failed = _store_files(ledger, files)
    message = translate("存入 {stored} 个文件，{known} 个已在档案中", stored=stored, known=known)
    click.echo(message + (translate("，{failed} 个没有存成", failed=failed) if failed else ""))
    if failed:
        context.exit(1)


def _store_files(ledger: Ledger, files: tuple[Path, ...]) -> tuple[int, int, int]:
    """Return how many files were stored, were already in the archive, and could not be read."""
    digests = {capture.digest for capture in ledger.captures.select([Role.IMPORT])}
    stored = known = failed = 0
    run = ledger.runs.begin("import")
    with WarcWriter(ledger.warc_dir, run, "import") as writer, ProgressReporter() as meter:
        for number, file in enumerate(files, 1):
            try:
                record = _to_record(file)
            except UnreadableFile as error:
                click.echo(f"{path_text(file)}：{error}", err=True)
                failed += 1
                continue
            if record.digest in digests:
                known += 1
            else:
                ledger.captures.add(writer.write(record))
                digests.add(record.digest)
                stored += 1
            meter(translate("导入"), number, len(files))
    ledger.runs.end(run)
    return stored, known, failed


def _to_record(file: Path) -> Record:
    data = read_file(file)
    name = path_text(Path(file.name))
    digest = sha256(data)
    return Record(
        kind="resource",
        # Only the name, which says what the file is: the path would publish the folders of this machine.
        url=f"urn:gongkai:import:{digest}/{quote(name, safe='')}",
        role=Role.IMPORT,
        outcome=Outcome.OK,
        payload=data,
        digest=digest,
        media_type=media_type(data, name),
    )
