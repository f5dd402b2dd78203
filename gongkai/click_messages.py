"""Click's own texts in Chinese: usage lines, headings of help pages, mistakes on the command line.

Click looks its texts up with `gettext`, which chooses a language by the locale of the system; under `LANG=C`
it would speak English between our Chinese lines. Here its modules get a lookup that asks this table and then
`translate`, so that all texts of a command are in the same language.
"""

from __future__ import annotations

import click
from click import core, decorators, exceptions, formatting, parser, termui, types, utils

from archive.model import translate

CHINESE_BY_CLICK_TEXT = {
    # Help pages.
    "Usage:": "用法:",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这段说明后退出。",
    "Show the version and exit.": "显示版本号后退出。",
    "default: {default}": "缺省 {default}",
    "env var: {var}": "环境变量 {var}",
    "required": "必须给出",
    "(dynamic)": "（运行时确定）",
    "deprecated": "已弃用",
    # Mistakes on the command line.
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用 {command} {option} 查看帮助。",
    "Missing command.": "缺少命令。",
    "No such command {name!r}.": "没有 {name!r} 这个命令。",
    "No such option {name!r}.": "没有 {name!r} 这个选项。",
    "(Did you mean one of: {possibilities}?)": "（是不是 {possibilities}？）",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少 {param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Invalid value: {message}": "值无效：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值无效：{message}",
    "Got unexpected extra arguments ({args})": "多余的参数（{args}）",
    "Takes {nargs} values but {len} were given.": "需要 {nargs} 个值，给了 {len} 个。",
    "{len_type} values are required, but {len_value} were given.": (
        "需要 {len_type} 个值，给了 {len_value} 个。"
    ),
    "Argument {name!r} takes {nargs} values.": "参数 {name!r} 需要 {nargs} 个值。",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name!r} 需要 {nargs} 个值。",
    "Invalid start character for option ({option})": "选项的第一个字符无效（{option}）",
    "Value must be an iterable.": "值须是可以逐个取出的。",
    # Types of values.
    "{value!r} is not a valid {number_type}.": "{value!r} 不是{number_type}。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} 不是布尔值；可以用：{states}",
    "{value!r} is not a valid UUID.": "{value!r} 不是 UUID。",
    "{value!r} is not one of {choices}.": "{value!r} 不在 {choices} 之中。",
    "{value!r} does not match the formats {formats}.": "{value!r} 不符合格式 {formats}。",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "Choice({choices})": "选择（{choices}）",
    "file": "文件",
    "directory": "目录",
    "path": "路径",
    "{name} {filename!r} does not exist.": "{name} {filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{name} {filename!r} 是文件。",
    "{name} {filename!r} is a directory.": "{name} {filename!r} 是目录。",
    "{name} {filename!r} is not readable.": "{name} {filename!r} 不可读。",
    "{name} {filename!r} is not writable.": "{name} {filename!r} 不可写。",
    "{name} {filename!r} is not executable.": "{name} {filename!r} 不可执行。",
    "Could not open file {filename!r}: {message}": "无法打开文件 {filename!r}：{message}",
    "unknown error": "原因不明",
    # Questions and interruptions.
    "Aborted!": "已中断。",
    "Do you want to continue?": "继续吗？",
    "Confirm the action without prompting.": "不再询问，直接执行。",
    "Repeat for confirmation": "请再输入一次",
    "Press any key to continue...": "按任意键继续……",
    "Error: invalid input": "错误：输入无效",
    "Error: The two entered values do not match.": "错误：两次输入不一致。",
}
# Names of click's number and text types, which it does not look up; they stand in usage lines and in errors.
TYPE_NAMES = {
    "integer": "整数",
    "integer range": "整数",
    "float": "数",
    "float range": "数",
    "text": "文字",
    "boolean": "是否",
    "file": "文件",
    "directory": "目录",
    "path": "路径",
}
_OPTIONS_METAVAR = "[选项]"
_SUBCOMMAND_METAVAR = "命令 [参数]…"
_CLICK_MODULES = (core, decorators, exceptions, formatting, parser, termui, types, utils)


def install_click_messages() -> None:
    """Let click look its texts up here, in the whole process. Call it before any command is defined."""
    for module in _CLICK_MODULES:
        for name, lookup in (("_", click_message), ("ngettext", click_plural_message)):
            if hasattr(module, name):
                setattr(module, name, lookup)


def click_message(text: str) -> str:
    """Click's `text` in the reader's language; unchanged if it is not in the table."""
    return translate(CHINESE_BY_CLICK_TEXT[text]) if text in CHINESE_BY_CLICK_TEXT else text


def click_plural_message(singular: str, plural: str, count: int) -> str:
    """The text for any count: Chinese has no plural, and click fills in the same values for both forms."""
    message = click_message(plural)
    if message == plural and count == 1:
        return singular
    return message


def translate_help(command: click.Command) -> None:
    """Put the help texts, the usage line and the names of types of `command` into the reader's language."""
    command.options_metavar = translate(_OPTIONS_METAVAR)
    if isinstance(command, click.Group):
        command.subcommand_metavar = translate(_SUBCOMMAND_METAVAR)
    if command.help:
        command.help = translate(command.help)
    for parameter in command.params:
        parameter.type.name = translate(TYPE_NAMES.get(parameter.type.name, parameter.type.name))
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = translate(parameter.help)
