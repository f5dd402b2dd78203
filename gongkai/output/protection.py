"""Says what keeps hostile files and pages from this machine, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterator

from archive.workers import Protection

_KEPT = (
    ("network", "不能联网", "no network"),
    ("landlock", "不能读写其他文件", "no other files"),
    ("seccomp", "不能启动程序", "no other programs"),
)
_LACKS = (
    (
        "network",
        "缺少保护：读文件的进程能联网，系统没有可用的 seccomp 或网络名字空间",
        "Not protected: they can use the network (no seccomp, no namespaces)",
    ),
    (
        "landlock",
        "缺少保护：读文件的进程能读写本用户的文件，系统没有 Landlock",
        "Not protected: they can use all files of this user (no Landlock)",
    ),
    (
        "seccomp",
        "缺少保护：读文件的进程能启动其他程序，系统没有可用的 seccomp",
        "Not protected: they can start other programs (no seccomp)",
    ),
)


def protection_lines(protection: Protection) -> Iterator[str]:
    """Yield what reading processes cannot do, then each thing that the system lacks, in both languages."""
    kept = [texts for name, *texts in _KEPT if getattr(protection, name)]
    if kept:
        yield f"读文件的进程{'、'.join(chinese for chinese, _ in kept)}"
        yield f"Processes that read files have {', '.join(english for _, english in kept)}"
    for name, chinese, english in _LACKS:
        if not getattr(protection, name):
            yield chinese
            yield english


def browser_lines(has_sandbox: bool | None) -> Iterator[str]:
    """Yield whether the browser runs pages in its sandbox, in both languages; None: there is no browser."""
    if has_sandbox:
        yield "浏览器在沙箱里打开网页"
        yield "The browser opens pages in its sandbox"
    elif has_sandbox is False:
        yield "浏览器没有沙箱：带沙箱启动不了（root 总是如此，请换普通用户）"
        yield "The browser has no sandbox: it does not start with one (never as root)"
