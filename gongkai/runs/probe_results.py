"""Saves what `gongkai probe --from` found: a draft of each entry, samples of the pages, one table of all."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

from archive.model import translate
from archive.presentation import label
from crawler.discovery import Survey, script_only_pages
from crawler.pages import url_host
from gongkai.output import draft_entry, draft_entry_id
from gongkai.runs.probe_samples import save_samples

TABLE_NAME = "probe.csv"


class ProbeResult(StrEnum):
    """How the survey of a portal ended."""

    FOUND = "found"
    NO_REPORTS = "no_reports"
    UNREACHABLE = "unreachable"
    ERROR = "error"
    STOPPED = "stopped"


_RESULT_LABELS = {
    ProbeResult.FOUND: "找到年报",
    ProbeResult.NO_REPORTS: "没有找到年报",
    ProbeResult.UNREACHABLE: "没有取到任何页面",
    ProbeResult.ERROR: "程序出错",
    ProbeResult.STOPPED: "没有看完",
}


@dataclass(frozen=True, slots=True)
class ProbeRow:
    """One portal in the table.

    `reports`, `next_pages` and `attachments` count what a crawl would request as far as the pages show it.
    `needs_browser` counts lists that only a browser shows, `problem` is the first failure, `registered` the
    ids of entries that have the same host already.
    """

    url: str
    id: str
    result: ProbeResult
    family: str = ""
    pages: int = 0
    columns: int = 0
    reports: int = 0
    next_pages: int = 0
    attachments: int = 0
    needs_browser: int = 0
    problem: str = ""
    registered: str = ""
    column_urls: str = ""


class ProbeResults:
    """The folder of one probe of many portals; each survey is saved as soon as it has ended."""

    def __init__(
        self,
        folder: Path,
        urls: Sequence[str],
        suffixes: Sequence[str],
        registered: Mapping[str, Sequence[str]],
    ) -> None:
        self._folder = folder
        self._urls = tuple(urls)
        self._registered = registered
        self._ids = _unique_ids(urls, suffixes)
        self._rows: dict[str, ProbeRow] = {}
        (folder / "drafts").mkdir(parents=True, exist_ok=True)

    @property
    def table_path(self) -> Path:
        """The table, as CSV with a byte order mark."""
        return self._folder / TABLE_NAME

    @property
    def drafts_dir(self) -> Path:
        """The folder of the drafts, each a registry file."""
        return self._folder / "drafts"

    def save(self, survey: Survey) -> str:
        """Save draft and samples of a survey, and the table with its row; return the row as text."""
        entry_id = self._ids[survey.url]
        draft = draft_entry(survey, entry_id)
        (self.drafts_dir / f"{entry_id}.toml").write_text(f"{draft}\n", encoding="utf-8")
        save_samples(survey, self._folder / "samples" / entry_id)
        row = _to_row(survey, entry_id, self._registered.get(url_host(survey.url), ()))
        self._rows[survey.url] = row
        self._write_table()
        return _row_line(row)

    def finish(self) -> Iterator[str]:
        """Write the complete table; yield a line for each portal that was not finished, then a summary."""
        self._write_table()
        rows = list(self._rows_in_order())
        yield from (_row_line(row) for row in rows if row.result is ProbeResult.STOPPED)
        counts = Counter(row.result for row in rows)
        summary = "，".join(
            f"{translate(_RESULT_LABELS[result])} {count}" for result, count in counts.most_common()
        )
        yield translate("看了 {count} 个门户：{summary}", count=len(rows), summary=summary)

    def has_all_reports(self) -> bool:
        """Whether reports were found on every portal."""
        return all(row.result is ProbeResult.FOUND for row in self._rows_in_order())

    def _rows_in_order(self) -> Iterator[ProbeRow]:
        """Yield all rows in the order of the URLs; a survey that was not finished is `stopped`."""
        for url in self._urls:
            yield self._rows.get(url) or ProbeRow(url, self._ids[url], ProbeResult.STOPPED)

    def _write_table(self) -> None:
        partial = self.table_path.with_suffix(".part")
        with partial.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(field.name for field in fields(ProbeRow))
            writer.writerows(
                [getattr(row, field.name) for field in fields(ProbeRow)] for row in self._rows_in_order()
            )
        partial.replace(self.table_path)


def _row_line(row: ProbeRow) -> str:
    """Return a row as a line of text."""
    text = translate(
        "{url}　{result}　软件 {family}，栏目 {columns}，年报 {reports}，"
        "后续页 {next_pages}，看了 {pages} 页",
        url=row.url,
        result=translate(_RESULT_LABELS[row.result]),
        family=row.family,
        columns=row.columns,
        reports=row.reports,
        next_pages=row.next_pages,
        pages=row.pages,
    )
    if row.needs_browser:
        text += translate("，{count} 个列表要用浏览器打开", count=row.needs_browser)
    if row.registered:
        text += translate("，同一主机已登记为 {ids}", ids=row.registered)
    return f"{text}　{row.problem}" if row.problem else text


def _unique_ids(urls: Sequence[str], suffixes: Sequence[str]) -> dict[str, str]:
    """Return an id for each URL; a second portal on one host gets a number."""
    ids: dict[str, str] = {}
    for url in urls:
        base = draft_entry_id(url_host(url), suffixes)
        count = sum(draft_entry_id(url_host(other), suffixes) == base for other in ids)
        ids[url] = f"{base}-{count + 1}" if count else base
    return ids


def _to_row(survey: Survey, entry_id: str, registered: Sequence[str]) -> ProbeRow:
    read_pages = [surveyed for surveyed in survey.pages if surveyed.page is not None]
    return ProbeRow(
        url=survey.url,
        id=entry_id,
        result=_result_of(survey, bool(read_pages)),
        family=survey.family,
        pages=len(survey.pages),
        columns=len(survey.columns),
        reports=len(survey.reports),
        next_pages=len(survey.next_pages),
        attachments=len(survey.attachments),
        needs_browser=len(script_only_pages(survey.pages)),
        problem=survey.error or _first_failure(survey),
        registered=" ".join(registered),
        column_urls=" ".join(column.url for column in survey.columns),
    )


def _result_of(survey: Survey, has_pages: bool) -> ProbeResult:
    if survey.error:
        return ProbeResult.ERROR
    if survey.reports:
        return ProbeResult.FOUND
    return ProbeResult.NO_REPORTS if has_pages else ProbeResult.UNREACHABLE


def _first_failure(survey: Survey) -> str:
    failures = (surveyed for surveyed in survey.pages if surveyed.page is None)
    failure = next(failures, None)
    if failure is None:
        return ""
    return f"{label('outcome', failure.outcome)} {failure.detail} {failure.request.spec.url}".replace(
        "  ", " "
    )
