"""Defines exit codes and the exceptions that produce them.

0: no problem; 1: a problem of sources or data; 2: wrong usage; 3: an error of this program. Scripts and
timers read the numbers; the line on stderr is for people.
"""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import IO, Any

import click

from archive.model import translate

EXIT_PROBLEM, EXIT_USAGE, EXIT_INTERNAL = 1, 2, 3


class CommandError(click.ClickException):
    """A problem of sources or data (exit code 1); the message says what, where, and what to do."""

    exit_code = EXIT_PROBLEM

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message on stderr, without a prefix."""
        click.echo(self.message, file=file, err=file is None)


class UsageError(CommandError):
    """Wrong usage (exit code 2): a file, a source or a free port that does not exist."""

    exit_code = EXIT_USAGE


def report_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print one line about an error of this program and exit with 3; used as `sys.excepthook`.

    With GONGKAI_DEBUG set, the traceback is printed instead. The interpreter honours a SystemExit that the
    hook raises, so no blanket `except` is needed.
    """
    if issubclass(kind, KeyboardInterrupt):
        raise SystemExit(130)
    if os.environ.get("GONGKAI_DEBUG"):
        sys.__excepthook__(kind, error, trace)
    else:
        text = " ".join(str(error).split())[:300]
        message = translate(
            "程序内部错误：{kind}: {text}（设 GONGKAI_DEBUG=1 再运行一次可看到完整堆栈）",
            kind=kind.__name__,
            text=text,
        )
        click.echo(message, err=True)
    raise SystemExit(EXIT_INTERNAL)
