"""A page laid out with tables: menu at the left, the report in a cell, its own tables within that cell."""

from __future__ import annotations

from html import escape

from samples.renderers.html import fragment, framed
from samples.report import SampleReport

_MENU = ("机构职能", "政策文件", "政府信息公开指南", "政府信息公开制度", "政府信息公开年报")


def render(report: SampleReport) -> bytes:
    """The report two layout tables deep."""
    menu = "".join(f'<tr><td height="28"><a href="#">{escape(name)}</a></td></tr>' for name in _MENU)
    inner = f'<table width="100%" cellpadding="8"><tr><td>{fragment(report)}</td></tr></table>'
    return framed(
        report.outline.title,
        f'<table width="980" align="center"><tr><td width="180" valign="top"><table>{menu}</table></td>'
        f'<td valign="top">{inner}</td></tr></table>',
    )
