"""`gongkai verify`: is every byte still what it was when it was archived?"""

from __future__ import annotations

from pathlib import Path

import click

from archive.ledger import IssueKind, Ledger, verify
from gongkai.errors import CommandError
from gongkai.options import data_option

ISSUE_LABELS = {
    IssueKind.MISSING_FILE: "台账里有而磁盘上没有这个文件",
    IssueKind.MISSING_RECORD: "台账里有而文件里没有这条记录",
    IssueKind.DAMAGED: "数据损坏",
    IssueKind.BLOCK_DIGEST: "记录的摘要不符",
    IssueKind.PAYLOAD_DIGEST: "内容的摘要不符",
    IssueKind.ROW_DIFFERS: "台账与记录写的不一样",
    IssueKind.NO_ROW: "文件里有而台账里没有这条记录",
    IssueKind.NO_ORIGINAL: "“未变”的记录所指的原件不在",
}


@click.command("verify")
@data_option
@click.pass_context
def command(context: click.Context, data: Path) -> None:
    """按台账重新核对每一条存档记录的摘要，找出损坏、缺失和多出来的记录。

    有问题的地方各说一行（文件、位置、原因），退出码为 1。只读，不改动任何东西；
    台账缺行时，下一次 gongkai crawl 或 import 会自动补上。

    \b
    示例：
      gongkai verify
      gongkai --data /备份/档案 verify
    """
    if not (data / "warc").is_dir():
        raise CommandError(f"{data} 里没有档案（请先运行 gongkai crawl 或 gongkai import）")
    faults = 0
    with Ledger.open(data) as ledger:
        for found in verify(ledger):
            place = f"{found.file} 偏移 {found.offset}：{ISSUE_LABELS[found.kind]}"
            click.echo(f"{place}（{found.detail or found.capture}）", err=True)
            faults += 1
        records = sum(1 for _ in ledger.captures())
    click.echo(f"核对了 {records} 条记录，{f'{faults} 处有问题' if faults else '全部完好'}")
    if faults:
        context.exit(1)
