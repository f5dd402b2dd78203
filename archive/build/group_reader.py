"""Reads the files of one group, and says what became of each: one is the report, the others have a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote, urlsplit

from archive.build.document_groups import DocumentGroup, GroupMember
from archive.build.read_results import DocumentResult, GroupResult, Parser, ReportVersion
from archive.checks import FileReport, comparable_sections, file_findings, minhash_bands
from archive.database import (
    ReportSource,
    index_entry,
    printed_figure_count,
    report_key,
    report_rows,
    stable_id,
)
from archive.model import (
    Candidate,
    Document,
    NotAReport,
    Provenance,
    Report,
    Role,
    TooCostly,
    UnreadableFile,
)
from archive.readers import read_document as read_blocks
from archive.text import media_type
from archive.warc import ArchiveDamaged, PayloadTooLarge, read_record
from archive.workers import DEFAULT_PROCESSES, DocumentCallback, WorkerPool

MIN_GROUPS_FOR_PARALLEL = 12
"""Fewer groups than this are read sooner than two processes have warmed up."""


def read_groups(
    groups: Sequence[DocumentGroup], folder: Path, parser: Parser, processes: int = DEFAULT_PROCESSES
) -> Iterator[GroupResult]:
    """Every group as read, in the order given."""
    work = partial(read_group, folder=folder, parser=parser)
    yield from WorkerPool(work, 1 if len(groups) < MIN_GROUPS_FOR_PARALLEL else processes).results(groups)


# What an attachment may learn from the page that links to it. Not the year: a page has its publication's.
_SHARED_FIELDS = frozenset(
    {"title", "published", "publisher", "site_code", "police_code", "index_number", "breadcrumb"}
)
_PROVENANCE_RANK = (Provenance.OFFICIAL, Provenance.UNKNOWN, Provenance.MIRROR)


def read_group(
    group: DocumentGroup,
    too_costly: Mapping[str, str],
    on_begin: DocumentCallback,
    folder: Path,
    parser: Parser,
) -> GroupResult:
    """Read all members from the WARC files in `folder`; of those that give the same report one is taken.

    `begin` is told of each before it is read; those in `spent` cost too much, with the reason.
    """
    tried = list(
        _attempt_members(
            group,
            partial(
                _attempt_unless_too_costly,
                too_costly=too_costly,
                on_begin=on_begin,
                attempt=partial(_read_member, folder, parser),
            ),
        )
    )
    best: dict[tuple[str, int], _Attempt] = {}
    for one in tried:
        if one.result.key:
            best[one.agency_and_year] = min(
                best.get(one.agency_and_year, one), one, key=lambda tried: tried.result.rank
            )
    claims = {one.member.url: one for one in best.values()}
    unread = next((one.result.url for one in tried if _is_unread_file(one)), "")
    files = tuple(
        one.result if one.member.url in claims else _secondary_state(one, best, unread) for one in tried
    )
    compared = [
        replace(one, report=_with_file_differences(one, tried, group.page)) for one in claims.values()
    ]
    return GroupResult(group.page, parser.version, files, tuple(_report_versions(compared, parser)))


@dataclass(frozen=True, slots=True)
class _Attempt:
    member: GroupMember
    result: DocumentResult
    report: Report | None = None
    document: Document | None = None

    @property
    def agency_and_year(self) -> tuple[str, int]:
        """Agency and year; the scope is left out, which one file of a group may state and another not."""
        key = self.result.key or ("", 0, "")
        return key[:2]


def _attempt_members(
    group: DocumentGroup, attempt: Callable[[GroupMember, tuple[Candidate, ...]], _Attempt]
) -> Iterator[_Attempt]:
    lent: tuple[Candidate, ...] = ()
    for member in group.members:
        with ErrorContext(member.url):
            tried = attempt(member, lent)
        if member.url == group.page and len(group.members) > 1:
            lent = _shared_candidates(tried)
        yield tried


def _attempt_unless_too_costly(
    member: GroupMember,
    shared: tuple[Candidate, ...],
    too_costly: Mapping[str, str],
    on_begin: DocumentCallback,
    attempt: Callable[[GroupMember, tuple[Candidate, ...]], _Attempt],
) -> _Attempt:
    if member.url in too_costly:
        read = DocumentResult(member.url, TooCostly.state, too_costly[member.url], member.body.media_type)
        return _Attempt(member, read)
    on_begin(member.url)
    return attempt(member, shared)


def _read_member(
    folder: Path, parser: Parser, member: GroupMember, shared: tuple[Candidate, ...]
) -> _Attempt:
    failed = partial(DocumentResult, member.url, media_type=member.body.media_type)
    try:
        document = replace(_load_document(member, folder), context=shared)
    except (ArchiveDamaged, PayloadTooLarge) as error:
        return _Attempt(member, failed("unreadable", str(error)))
    kind = media_type(document.data, document.name, document.media_type)
    failed = partial(DocumentResult, member.url, media_type=kind)
    try:
        report = parser.parse(document)
    except UnreadableFile as error:
        return _Attempt(member, failed(error.state, str(error)))
    except NotAReport as error:
        return _Attempt(member, failed("not_report", str(error)), document=document)
    return _Attempt(member, _document_result(member, report, kind), report)


def _load_document(member: GroupMember, folder: Path) -> Document:
    archived = read_record(folder, member.body)
    return Document(
        data=archived.payload,
        name=_file_name(member.url),
        media_type=archived.media_type,
        charset=archived.charset,
        url=member.url,
        link_text=member.link_text,
        official=member.official,
    )


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2]) or url


def _document_result(member: GroupMember, report: Report, kind: str) -> DocumentResult:
    key, figures = report_key(report), printed_figure_count(report)
    if key is None:
        missing = "机关" if not report.identity.agency else "年度"
        return DocumentResult(member.url, "unidentified", f"是年报，但看不出{missing}", kind, figures)
    rank = (_PROVENANCE_RANK.index(report.identity.provenance), -figures, member.url)
    return DocumentResult(member.url, "read", "", kind, figures, key, rank)


def _shared_candidates(page: _Attempt) -> tuple[Candidate, ...]:
    """What a page that was read says of whose report it shows, be it a report itself or not."""
    candidates: tuple[Candidate, ...] = ()
    if page.report:
        candidates = page.report.identity.candidates
    elif page.document:
        candidates = read_blocks(page.document).candidates
    return tuple(one for one in candidates if one.field in _SHARED_FIELDS)


def _is_unread_file(attempt: _Attempt) -> bool:
    """Whether nobody could say what a file of the page holds."""
    was_read = attempt.result.key is not None or attempt.result.state in ("not_report", "unidentified")
    return attempt.member.role is Role.ATTACHMENT and not was_read


def _secondary_state(
    attempt: _Attempt, best: dict[tuple[str, int], _Attempt], unread_url: str
) -> DocumentResult:
    """The state of a file that is no report of its own, in the light of the others of its group."""
    if attempt.result.key:
        winner = best[attempt.agency_and_year].result
        detail = f"同一网页的 {winner.url} 更完整"
        return replace(attempt.result, state="superseded", detail=detail, key=winner.key)
    others = sorted(tried.result.url for tried in best.values())
    if attempt.result.state != "not_report" or attempt.member.role is not Role.REPORT:
        return attempt.result
    if others:
        first = next(tried.result for tried in best.values() if tried.result.url == others[0])
        return replace(attempt.result, state="stub", detail=f"正文在附件 {first.url}", key=first.key)
    # That the page is no report would be our word against that of a file that we cannot read.
    return (
        replace(attempt.result, state="stub", detail=f"正文在附件 {unread_url}，没有读出")
        if unread_url
        else attempt.result
    )


def _with_file_differences(chosen: _Attempt, attempts: Sequence[_Attempt], page: str) -> Report | None:
    """The report taken, with what the other files of its page say otherwise.

    A page that is a report itself may have that of another agency or year attached by mistake; a mere list of
    several reports has not.
    """
    if chosen.report is None:
        return None
    with_page = any(
        one.member.url == page and one.agency_and_year == chosen.agency_and_year for one in attempts
    )
    others = [
        FileReport(one.report, _file_label(one.member, page))
        for one in attempts
        if one is not chosen
        and one.report
        and one.result.key
        and (with_page or one.agency_and_year == chosen.agency_and_year)
    ]
    differences = file_findings(FileReport(chosen.report, _file_label(chosen.member, page)), others)
    return replace(chosen.report, findings=(*chosen.report.findings, *differences))


def _file_label(member: GroupMember, page: str) -> str:
    return "网页正文" if member.url == page else f"附件 {_file_name(member.url)}"


def _report_versions(attempts: Iterable[_Attempt], parser: Parser) -> Iterator[ReportVersion]:
    for one in attempts:
        if one.report is None or one.result.key is None:
            continue
        origin = ReportSource(
            url=one.member.url,
            document_id=stable_id(one.member.url),
            media_type=one.result.media_type,
            parser_version=parser.version,
            source_id=one.member.source,
            province=one.member.province,
        )
        rows = report_rows(one.report, one.result.key, origin)
        entry = index_entry({"title": one.report.identity.title or "", **one.report.sections})
        agency, year, _ = one.result.key
        texts = comparable_sections(one.report.sections, agency)
        yield ReportVersion(one.result, one.result.key, rows, entry, minhash_bands(texts, year))


class ErrorContext:
    """An error that nobody foresaw stops the build, and says which file it was."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            error.add_note(f"读到 {self._url} 时出错")
