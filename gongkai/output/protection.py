"""Says what keeps hostile files from this machine while they are read, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterator

from archive.model import translate
from archive.workers import Protection


def protection_lines(protection: Protection) -> Iterator[str]:
    """Yield a line for what reading processes cannot do, and one for each thing that the system lacks."""
    cannot = [
        (not protection.network, "不能联网", "no network"),
        (not protection.landlock, "不能读写其他文件", "no other files"),
        (not protection.seccomp, "不能启动程序", "no other programs"),
    ]
    kept = [(chinese, english) for is_missing, chinese, english in cannot if not is_missing]
    if kept:
        yield translate(
            "读文件的进程{chinese}（reading processes have {english}）",
            chinese="、".join(chinese for chinese, _ in kept),
            english=", ".join(english for _, english in kept),
        )
    if not protection.landlock:
        yield translate(
            "缺少保护：读文件的进程能读写本用户的文件，本机系统没有 Landlock（Linux 5.13 起才有）"
            "（reading processes can use all files of this user: no Landlock）"
        )
    if not protection.network:
        yield translate(
            "缺少保护：读文件的进程能联网，本机系统没有可用的 seccomp 或网络名字空间"
            "（reading processes can use the network: no seccomp, no network namespace）"
        )
    if not protection.seccomp:
        yield translate(
            "缺少保护：读文件的进程能启动其他程序，本机系统没有可用的 seccomp"
            "（reading processes can start programs: no seccomp）"
        )
