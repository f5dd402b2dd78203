"""The lines of a short report, from which tests read the identity."""

from __future__ import annotations

from archive.extraction.identity.identify import identify
from archive.extraction.sections import split_sections
from archive.model import Block, Candidate, Document, Identity, Paragraph

BODY = (
    "一、总体情况",
    "2022年，我局持续推进政府信息公开，比照教育局的做法完善制度。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "六、其他需要报告的事项",
    "无。",
)


def read_identity(
    *lines: str, official: bool | None = None, context: tuple[Candidate, ...] = (), url: str = ""
) -> Identity:
    blocks: list[Block] = [Paragraph(line) for line in lines]
    return identify(split_sections(blocks), context, Document(b"", "page", url=url, official=official))
