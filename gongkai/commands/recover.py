"""`gongkai recover`: makes `ledger.db` again from the WARC files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from archive.ledger import rebuild_ledger
from archive.model import translate
from gongkai.data_dir import require_archive
from gongkai.options import data_option
from gongkai.output import ProgressReporter, print_issue


@click.command("recover")
@data_option
@click.pass_context
def command(context: click.Context, data: Path) -> None:
    """从 WARC 文件重建台账 ledger.db：在它丢失、损坏或属于另一版本之后使用。

    先收尾中断的进程留下的 .open 文件，再逐个重读 WARC 文件。读不了的记录各说一行（文件、位置、原因），
    只少这一条，其余照常，退出码为 1。正在写入的文件不动，由写它的进程负责。

    抓取批次由记录推出；来源的健康状况不在 WARC 文件里，下次抓取时重新判断。
    读不了的旧台账改名为 ledger.old.db，可以删除。crawl.db 丢失无须重建，下次抓取时自动新建。

    \b
    示例：
      gongkai recover && gongkai verify
      gongkai --data /备份/档案 recover
    """
    require_archive(data)
    with ProgressReporter() as progress:
        result = rebuild_ledger(data, partial(progress, translate("重建台账：WARC 文件")))
    for issue in result.issues:
        print_issue(issue)
    message = translate(
        "读了 {files} 个 WARC 文件，{records} 条记录", files=result.files, records=result.records
    )
    if result.issues:
        message = translate("{message}，{issues} 处有问题", message=message, issues=len(result.issues))
    click.echo(message)
    if result.issues:
        context.exit(1)
