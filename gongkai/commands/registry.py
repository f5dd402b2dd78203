"""`gongkai registry check`: checks registry files before a crawl reads them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from archive.ledger import Ledger
from archive.model import translate
from crawler.registry import CHINA_TIME, RemarkKind, check_registry
from gongkai.click_messages import translate_help
from gongkai.errors import EXIT_PROBLEM
from gongkai.options import data_option
from gongkai.registry import registry_path

_KIND_LABELS = {
    RemarkKind.MISTAKE: "错误",
    RemarkKind.DUPLICATE: "重复登记",
    RemarkKind.SHARED_HOST: "同一主机",
    RemarkKind.STALE: "需要重新核对",
    RemarkKind.NEVER_CHECKED: "从未核对",
}


@click.group("registry")
def command() -> None:
    """检查来源登记文件。

    \b
    示例：
      gongkai registry check
    """


@command.command("check")
@click.argument("files", metavar="[FILE…]", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@data_option
def check_command(files: tuple[Path, ...], as_json: bool, data: Path) -> None:
    """检查登记文件（文件或文件夹；不给则检查正在使用的登记）：点名全部错误、按主机重复的条目，以及从未核对或已经过时的条目。

    过时：抓取发现栏目已经迁移、消失或认不出年报，或者一年没有抓到，或者核对已过一年（checked_on）。
    有错误、重复或过时的条目时退出码为 1；只是从未核对的条目不算有问题。

    \b
    示例：
      gongkai registry check
      gongkai registry check 登记草稿/
    """
    health = {}
    if (data / "ledger.db").is_file():
        with Ledger.open(data) as ledger:
            health = ledger.health.by_source()
    today = datetime.now(CHINA_TIME).date()
    count, remarks = check_registry(files or (registry_path(data),), health, today)
    if as_json:
        value = {"entries": count, "remarks": [asdict(remark) for remark in remarks]}
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        for remark in remarks:
            click.echo(f"{translate(_KIND_LABELS[remark.kind])}　{remark.text}")
        counts = Counter(remark.kind for remark in remarks)
        summary = "，".join(f"{translate(_KIND_LABELS[kind])} {counts[kind]}" for kind in RemarkKind)
        click.echo(translate("有效条目 {count}；{summary}", count=count, summary=summary))
    is_wrong = any(remark.kind.is_wrong for remark in remarks)
    click.get_current_context().exit(EXIT_PROBLEM if is_wrong else 0)


translate_help(check_command)
