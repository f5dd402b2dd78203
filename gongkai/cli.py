"""Defines the command `gongkai`, loads its subcommands on demand and turns errors into exit codes."""

from __future__ import annotations

import sqlite3
import sys
from importlib import import_module
from pathlib import Path

import click

from archive.model import ReportError, translate
from gongkai.click_messages import install_click_messages, translate_help
from gongkai.errors import CommandError, machine_error, report_crash
from gongkai.options import DATA_HELP

install_click_messages()

COMMANDS = {
    "crawl": "抓取登记的来源，把收到的每个字节存入档案",
    "probe": "看一个门户的几页：软件、年报栏目、将请求什么，并起草登记条目",
    "registry": "检查来源登记：错误、重复、从未核对或已经过时的条目",
    "import": "把手头的文件存入档案",
    "build": "读取档案中的新内容，发布一个新版本",
    "read": "读取文件而不入档：数字、检查结果、剩余文字",
    "explain": "一个数字从何而来：存档记录、摘要、表格中的那一格",
    "serve": "用 Datasette 展示当前版本",
    "status": "各来源的健康状况；有问题时退出码为 1",
    "verify": "按台账重新核对每一条存档记录的摘要",
    "recover": "从 WARC 文件重建台账 ledger.db（丢失、损坏或属于另一版本时）",
    "digest": "当前版本各表的内容摘要",
    "demo": "启动示例门户，抓取、入库、展示，一步到位",
}
# `import` is a keyword of Python and cannot name a module.
MODULES = {"import": "import_"}


class Commands(click.Group):
    """Loads the module of a command when it is called: `read` does not import Scrapy and Datasette."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of use rather than of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, its help translated; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"gongkai.commands.{MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        translate_help(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table above, without importing them."""
        with formatter.section(translate("命令")):
            formatter.write_dl([(name, translate(text)) for name, text in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what is wrong with data or machine becomes one line and exit code 1."""
        try:
            return super().invoke(ctx)
        except ReportError as error:
            raise CommandError(str(error)) from error
        except (OSError, sqlite3.Error) as error:
            refusal = machine_error(error, ctx.params["data"])
            if refusal is None:
                raise
            raise refusal from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="GONGKAI_DATA",
    default=Path("data"),
    help=DATA_HELP,
)
@click.version_option(package_name="gongkai", message="%(prog)s %(version)s")
def cli(data: Path) -> None:
    """政府信息公开工作年度报告的档案：抓取、存档、读取、发布。

    退出码：0 正常；1 来源或数据有问题（会点名）；2 用法不对；3 程序内部错误。

    \b
    示例：
      gongkai demo
      gongkai --data 档案 import 报告/*.docx
    """


translate_help(cli)


def main() -> None:
    """Run the command line; errors that nothing else handles are shown by `report_crash`."""
    sys.excepthook = report_crash
    cli(prog_name="gongkai")
