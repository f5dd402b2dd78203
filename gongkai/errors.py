"""Defines exit codes and the exceptions that produce them.

0: no problem; 1: a problem of sources or data; 2: wrong usage; 3: an error of this program. Scripts and
timers read the numbers; the line on stderr is for people.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import click

from archive.model import describe_os_error, translate

EXIT_PROBLEM, EXIT_USAGE, EXIT_INTERNAL = 1, 2, 3
_MACHINE_ERRNOS = frozenset(
    {
        errno.EACCES,
        errno.EDQUOT,
        errno.EIO,
        errno.ENOSPC,
        errno.EPERM,
        errno.EROFS,
        errno.EMFILE,
        errno.ENFILE,
    }
)
_LITTLE_SPACE_BYTES = 1024**2
_ERRNO_BY_SQLITE_CODE = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
}


class CommandError(click.ClickException):
    """A problem of sources or data (exit code 1); the message says what, where, and what to do."""

    exit_code = EXIT_PROBLEM

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message on stderr, without a prefix."""
        click.echo(self.message, file=file, err=file is None)


class UsageError(CommandError):
    """Wrong usage (exit code 2): a file, a source or a free port that does not exist."""

    exit_code = EXIT_USAGE


def machine_error(error: OSError | sqlite3.Error, data: Path) -> CommandError | None:
    """Return what to tell about a machine that refuses: a full or read-only disk, missing rights.

    None if the error is another one, which is ours. `data` is named if the error does not name the file.
    """
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return CommandError(translate("{data}：别的程序一直占用着数据库，请稍后再运行一次", data=data))
        number = _ERRNO_BY_SQLITE_CODE.get(code, 0)
        if code == sqlite3.SQLITE_IOERR and _is_full(data):
            number = errno.ENOSPC  # the index beside a database cannot grow: SQLite says "disk I/O error"
        error = OSError(number, str(error))
    if error.errno not in _MACHINE_ERRNOS:
        return None
    message = translate(
        "{place}：{reason}（没有做完；已存档的内容和已发布的版本不受影响，排除后再运行一次）",
        place=error.filename or data,
        reason=describe_os_error(error),
    )
    return CommandError(message)


def _is_full(data: Path) -> bool:
    return data.is_dir() and shutil.disk_usage(data).free < _LITTLE_SPACE_BYTES


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
