"""A page of tabs: the report stands in a panel that only a script shows."""

from __future__ import annotations

from samples.renderers.html import fragment, framed, paragraphs
from samples.report import SampleReport

_SHOWN = ("本栏目发布政府信息公开工作年度报告，请点击上方标签查看。",)


def render(report: SampleReport) -> bytes:
    """The report hidden by its style, beside a visible panel with a line of help."""
    return framed(
        report.outline.title,
        '<ul class="tabs"><li class="on">说明</li><li>年度报告</li></ul>'
        f'<div class="panel">{paragraphs(_SHOWN, "zoom")}</div>'
        f'<div class="panel" style="display:none">{fragment(report)}</div>',
    )
