"""Defines options and arguments that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.model import translate
from gongkai.errors import UsageError

Function = TypeVar("Function", bound=Callable[..., Any])

DATA_HELP = "数据目录（环境变量 GONGKAI_DATA，缺省 ./data）"


def path_text(path: Path) -> str:
    """Return a path as text that can be printed and stored; names that are not UTF-8 are taken for GBK."""
    return "/".join(map(_name_text, os.fsencode(path).split(b"/")))


def _name_text(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def _inherit_data(context: click.Context, _: click.Parameter, value: Path | None) -> Path:
    """Return the value given to the command, else the one given to `gongkai` itself."""
    root: Path = context.find_root().params["data"]
    return value or root


def data_option(command: Function) -> Function:
    """Add `--data`, the folder that holds everything."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--data", type=kind, callback=_inherit_data, help=DATA_HELP)(command)


def _require_files(_: click.Context, __: click.Parameter, files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the files; raises `UsageError` before any work begins if one of them does not exist."""
    missing = [path_text(file) for file in files if not file.is_file()]
    if missing:
        raise UsageError(
            translate("找不到文件：{files}（请检查路径；尚未处理任何文件）", files="、".join(missing))
        )
    return files


def files_argument(command: Function) -> Function:
    """Add the argument `FILE…`: at least one, all existing."""
    kind = click.Path(path_type=Path)
    argument = click.argument(
        "files", metavar="FILE…", nargs=-1, required=True, type=kind, callback=_require_files
    )
    return argument(command)


def suffix_option(command: Function) -> Function:
    """Add `--suffix`: suffixes of official host names. `crawl` and `build` must get the same."""
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
    """Return pairs `NAME=ADDRESS:PORT` as a mapping; raises `UsageError` if a name occurs twice."""
    hosts = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(hosts) != len(pairs):
        raise UsageError(translate("--host 的写法是 主机名=地址:端口，每个主机名一次"))
    return hosts


def host_option(command: Function) -> Function:
    """Add `--host`: the only hosts that are contacted, and their addresses; for the sample portals."""
    option = click.option(
        "--host",
        "hosts",
        metavar="NAME=ADDRESS:PORT",
        multiple=True,
        callback=_parse_host_pairs,
        help="只连这些主机的这些地址，可多次给出；供本机的示例门户使用，等待照旧（见 --delay）",
    )
    return option(command)


def delay_option(command: Function) -> Function:
    """Add `--delay`: the pause between two requests to a host in seconds."""
    option = click.option(
        "--delay",
        type=click.FloatRange(0, 3600),
        help="同一主机两次请求之间至少等待的秒数，缺省 3；真实网站从不少于 1 秒，--host 的主机可以为 0",
    )
    return option(command)


def contact_option(command: Function) -> Function:
    """Add `--contact`: who is responsible for the requests; it is sent with each of them."""
    option = click.option(
        "--contact",
        envvar="GONGKAI_CONTACT",
        default="",
        metavar="URL",
        help="写进每个请求的联系网址或邮箱（环境变量 GONGKAI_CONTACT）；访问真实网站时必须给出",
    )
    return option(command)
