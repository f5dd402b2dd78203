"""`gongkai serve`: serves the current release with Datasette."""

from __future__ import annotations

from pathlib import Path

import click

from archive.model import translate
from archive.site import PortInUse, serve
from gongkai.data_dir import current_database
from gongkai.errors import UsageError
from gongkai.options import data_option


@click.command("serve")
@data_option
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="端口；0 为任选")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址；对外服务请放在反向代理之后")
def command(data: Path, port: int, host: str) -> None:
    """用 Datasette 展示当前版本，按 Ctrl-C 结束。

    新版本发布后几秒内自动换上，不用重启，也不会有请求失败。

    \b
    示例：
      gongkai serve
      gongkai serve --port 9000
    """
    current_database(data)
    try:
        serve(data, port, host, ready=print_url)
    except PortInUse as error:
        raise UsageError(str(error)) from error


def print_url(url: str) -> None:
    """Print the address of a site that is ready."""
    click.echo(translate("网站已打开：{url}（按 Ctrl-C 结束）", url=url))
