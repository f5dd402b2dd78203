"""What stands in the frame of an article: the file that Word saved as a page, without a title of its own."""

from __future__ import annotations

from html import escape

from samples.renderers.html import fragment
from samples.report import SampleReport


def render(report: SampleReport) -> bytes:
    """The report as the frame's own page, in the encoding that Word announces."""
    title = f'<p class="MsoNormal" align="center"><b>{escape(report.outline.title)}</b></p>'
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title></title></head>'
        f'<body lang="ZH-CN"><div class="Section1">{title}{fragment(report)}</div></body></html>'
    ).encode("gb18030")
