"""`gongkai digest`: prints a content digest of each table of the current release."""

from __future__ import annotations

from pathlib import Path

import click

from archive.database import content_digests
from gongkai.data_dir import current_database
from gongkai.options import data_option


@click.command("digest")
@data_option
def command(data: Path) -> None:
    """逐表输出当前版本的内容摘要。

    同样的存档、登记和解析器版本，在任何机器上都得到同样的摘要；抓取时间与来源健康状况不计入。

    \b
    示例：
      gongkai digest
      diff <(gongkai --data 甲 digest) <(gongkai --data 乙 digest)
    """
    for table, digest in content_digests(current_database(data)).items():
        click.echo(f"{digest}  {table}")
