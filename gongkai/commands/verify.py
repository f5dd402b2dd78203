"""`gongkai verify`: rehashes every archived record and reports damage."""

from __future__ import annotations

from pathlib import Path

import click

from archive.ledger import Ledger, verify
from archive.model import translate
from gongkai.data_dir import require_archive
from gongkai.options import data_option
from gongkai.output import print_issue


@click.command("verify")
@data_option
@click.pass_context
def command(context: click.Context, data: Path) -> None:
    """按台账重新核对每一条存档记录的摘要，找出损坏、缺失和多出来的记录。

    有问题的地方各说一行（文件、位置、原因），退出码为 1。只读，不改动任何东西；
    台账缺行时，下一次 gongkai crawl 或 import 会自动补上；台账本身坏了，用 gongkai recover 重建。

    \b
    示例：
      gongkai verify
      gongkai --data /备份/档案 verify
    """
    require_archive(data)
    issue_count = 0
    with Ledger.open_to_read(data) as ledger:
        for issue in verify(ledger):
            print_issue(issue)
            issue_count += 1
        record_count = sum(1 for _ in ledger.captures.select())
    if issue_count:
        message = translate(
            "核对了 {records} 条记录，{issues} 处有问题", records=record_count, issues=issue_count
        )
    else:
        message = translate("核对了 {records} 条记录，全部完好", records=record_count)
    click.echo(message)
    if issue_count:
        context.exit(1)
