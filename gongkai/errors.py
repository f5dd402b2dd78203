"""How a command ends: 0 fine, 1 something is wrong with sources or data, 2 usage, 3 an error of ours.

Scripts and timers read these numbers; the sentence on stderr is for people.
"""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import IO, Any

import click

EXIT_PROBLEM, EXIT_USAGE, EXIT_INTERNAL = 1, 2, 3


class CommandError(click.ClickException):
    """Something is wrong with sources or data; the message names what, where, and what to do."""

    exit_code = EXIT_PROBLEM

    def show(self, file: IO[Any] | None = None) -> None:
        """The message alone on stderr, without click's English prefix."""
        click.echo(self.message, file=file, err=file is None)


class UsageError(CommandError):
    """The command was called with something that is not there: a file, a source, a free port."""

    exit_code = EXIT_USAGE


def report_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """As `sys.excepthook`: one line for an error of ours and exit code 3, the traceback on request.

    The interpreter honours a SystemExit that leaves the hook, so no blanket `except` has to stand anywhere.
    """
    if issubclass(kind, KeyboardInterrupt):
        raise SystemExit(130)
    if os.environ.get("GONGKAI_DEBUG"):
        sys.__excepthook__(kind, error, trace)
    else:
        text = " ".join(str(error).split())[:300]
        hint = "设 GONGKAI_DEBUG=1 再运行一次可看到完整堆栈"
        click.echo(f"程序内部错误：{kind.__name__}: {text}（{hint}）", err=True)
    raise SystemExit(EXIT_INTERNAL)
