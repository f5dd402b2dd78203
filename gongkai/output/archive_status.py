"""Says what was imported, and which stored times are later than now."""

from __future__ import annotations

from collections.abc import Iterator

from archive.model import translate
from gongkai.monitoring import ArchiveStatus


def archive_lines(status: ArchiveStatus) -> Iterator[str]:
    """Yield a line on imported files, and one on a clock that was wrong."""
    if not status.imported:
        yield translate("导入：没有（gongkai import 存入手头的文件）")
    else:
        yield translate(
            "导入：{files} 个文件，最近一次 {day}；当前版本读了其中 {read} 个，认出年报的 {reports} 个",
            files=status.imported,
            day=status.last_import[:10],
            read=status.imported_in_release,
            reports=status.imported_reports,
        )
    if status.future_times:
        first = status.future_times[0]
        yield translate(
            "时钟：{count} 处记下的时间晚于现在（如 {owner}：{time}），是时钟不准时存的；"
            "都按现在计，不必处理，下次抓取后恢复正常",
            count=len(status.future_times),
            owner=first.owner,
            time=first.time[:19],
        )
