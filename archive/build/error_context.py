"""Adds to an error of the machine which file was being read when it happened."""

from __future__ import annotations

from types import TracebackType

from archive.model import translate


class ErrorContext:
    """Adds the URL of the file to an error of the machine, such as a disk that fails: it stops the build."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            error.add_note(translate("读到 {url} 时出错", url=self._url))
