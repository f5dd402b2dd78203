"""Turns reports and decoys into the articles of a column, at addresses of its portal family."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from random import Random
from typing import Protocol
from urllib.parse import quote

from samples.portals.site import MEDIA_TYPES, Article, SampleAttachment
from samples.renderers import paragraphs_html, report_html
from samples.reports import Agency, Decoy, SampleReport

Renderer = Callable[[SampleReport], bytes]
PDF_VIEWER_PATH = "/pdfjs/web/viewer.html"


class UrlScheme(Protocol):
    """How a family of portals names its pages; `column` is the path of the list that contains the article."""

    @property
    def key(self) -> str:
        """The family's name."""

    @property
    def style(self) -> str:
        """The markup style of its editor, a key of `styles.toml`."""

    def column(self, number: int, label: str) -> str:
        """Path of a list."""

    def article(self, column: str, day: date, number: int) -> str:
        """Path of an article."""

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """Path of an attachment, and the href that the article prints."""


@dataclass(frozen=True, slots=True)
class ArticleWriter:
    """Writes the articles of one column. `renderers` print a report as docx or PDF."""

    url_scheme: UrlScheme
    agency: Agency
    column: str
    renderers: dict[str, Renderer]

    def articles(
        self, reports: Sequence[SampleReport], decoys: Sequence[Decoy], random: Random
    ) -> tuple[Article, ...]:
        """Reports and decoys mixed in one list, newest first."""
        number = random.randint(1_000_000, 8_000_000)
        articles = [
            self._report_article(report, number + 17 * index, random) for index, report in enumerate(reports)
        ]
        number += 17 * len(reports)
        report_articles = tuple(articles)
        articles += [
            self._decoy_article(decoy, number + 13 * index, report_articles)
            for index, decoy in enumerate(decoys)
        ]
        return tuple(sorted(articles, key=lambda article: (article.published, article.path), reverse=True))

    def _report_article(self, report: SampleReport, number: int, random: Random) -> Article:
        path = self.url_scheme.article(self.column, report.published, number)
        short = f"{report.year}年政府信息公开工作年度报告"
        article = Article(
            path=path,
            title=report.title,
            link=random.choice((report.title, short)),
            published=report.published,
            source=self.agency.name,
            body=partial(report_html, report),
            report=report,
        )
        return article if report.carrier == "page" else self._attachment_page(article, report, number, random)

    def _attachment_page(
        self, article: Article, report: SampleReport, number: int, random: Random
    ) -> Article:
        """The page of a report that is a file: a sentence, and a link to the file or a viewer."""
        suffix = report.carrier
        path, href = self.url_scheme.file(article.path, report.published, number, suffix)
        shown = suffix == "pdf" and random.random() < 0.5
        note = [f"{report.title}已经编制完成，现予公布。"]
        return Article(
            path=article.path,
            title=article.title,
            link=article.link,
            published=article.published,
            source=article.source,
            body=partial(paragraphs_html, note, self.url_scheme.style),
            attachment=SampleAttachment(
                path=path,
                href=href,
                label=f"{report.title}.{suffix}",
                media_type=MEDIA_TYPES[suffix],
                body=partial(self.renderers[suffix], report),
                viewer=f"{PDF_VIEWER_PATH}?file={quote(path, safe='')}" if shown else "",
            ),
            report=report,
        )

    def _decoy_article(self, decoy: Decoy, number: int, reports: Sequence[Article]) -> Article:
        return Article(
            path=self.url_scheme.article(self.column, decoy.published, number),
            title=decoy.title,
            link=decoy.title,
            published=decoy.published,
            source=self.agency.name,
            body=partial(
                _decoy_body, decoy, self.url_scheme.style, reports if decoy.links_to_reports else ()
            ),
        )


def _decoy_body(decoy: Decoy, style: str, reports: Sequence[Article]) -> str:
    links = "".join(f'<li><a href="{report.path}">{escape(report.link)}</a></li>' for report in reports)
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in decoy.table)
    lines = "".join(f"<tr>{row}</tr>" for row in rows)
    text = paragraphs_html(decoy.paragraphs, style)
    return (
        text
        + (f"<ul>{links}</ul>" if links else "")
        + (f'<table border="1">{lines}</table>' if lines else "")
    )
