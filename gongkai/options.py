"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from gongkai.errors import UsageError

Function = TypeVar("Function", bound=Callable[..., Any])

DATA_HELP = "数据目录（环境变量 GONGKAI_DATA，缺省 ./data）"


def _inherit_data(context: click.Context, _: click.Parameter, value: Path | None) -> Path:
    """`gongkai --data D build` and `gongkai build --data D` mean the same; the nearer one wins."""
    root: Path = context.find_root().params["data"]
    return value or root


def data_option(command: Function) -> Function:
    """`--data`, the one folder under which everything is kept."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--data", type=kind, callback=_inherit_data, help=DATA_HELP)(command)


def _require_files(_: click.Context, __: click.Parameter, files: tuple[Path, ...]) -> tuple[Path, ...]:
    """A name that is no file is a slip of the hand: said before any work begins, so nothing is half done."""
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise UsageError(f"找不到文件：{'、'.join(missing)}（请检查路径；尚未处理任何文件）")
    return files


def files_argument(command: Function) -> Function:
    """`FILE…`: at least one, and each of them there."""
    kind = click.Path(path_type=Path)
    argument = click.argument(
        "files", metavar="FILE…", nargs=-1, required=True, type=kind, callback=_require_files
    )
    return argument(command)


def suffix_option(command: Function) -> Function:
    """`--suffix`: whose hosts are the state's own. `crawl` and `build` have to agree on it."""
    option = click.option(
        "--suffix",
        "suffixes",
        envvar="GONGKAI_SUFFIXES",
        multiple=True,
        default=(".gov.cn",),
        show_default=True,
        help="官方网站域名的结尾，可多次给出",
    )
    return option(command)


def _parse_host_pairs(_: click.Context, __: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    """`NAME=ADDRESS:PORT`, each name once, as a mapping."""
    hosts = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(hosts) != len(pairs):
        raise UsageError("--host 的写法是 主机名=地址:端口，每个主机名一次")
    return hosts


def host_option(command: Function) -> Function:
    """`--host`: the only hosts that are asked, and where they stand; for the sample portals."""
    option = click.option(
        "--host",
        "hosts",
        metavar="NAME=ADDRESS:PORT",
        multiple=True,
        callback=_parse_host_pairs,
        help="只连这些主机的这些地址，请求之间不等待；供本机的示例门户使用，可多次给出",
    )
    return option(command)


def contact_option(command: Function) -> Function:
    """`--contact`: who answers for the visits; portals read it in every request."""
    option = click.option(
        "--contact",
        envvar="GONGKAI_CONTACT",
        default="",
        metavar="URL",
        help="写进每个请求的联系网址或邮箱（环境变量 GONGKAI_CONTACT）；访问真实网站时必须给出",
    )
    return option(command)
