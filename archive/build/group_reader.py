"""Reads the files of a document group and gives each a state: the report itself, or why it is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from pathlib import Path

from archive.build.answer_checks import check_group_result
from archive.build.document_groups import DocumentGroup, GroupMember
from archive.build.document_loader import file_name, load_document
from archive.build.error_context import ErrorContext
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
from archive.forms import extra_forms_folders
from archive.model import (
    Candidate,
    Document,
    NotAReport,
    NotReadYet,
    Provenance,
    ReaderError,
    Report,
    Role,
    UnreadableFile,
)
from archive.readers import read_document as read_blocks
from archive.text import media_type
from archive.warc import ArchiveDamaged
from archive.workers import DEFAULT_PROCESSES, DocumentCallback, InvalidAnswerReason, Sandbox, WorkerPool

MIN_GROUPS_FOR_PARALLEL = 12
"""Fewer groups than this are read by one process, before a second could have started."""
_SHARED_FIELDS = frozenset(
    {"title", "published", "publisher", "site_code", "police_code", "index_number", "breadcrumb"}
)
"""Candidates of a page that its attachments get too. Not the year: a page has that of its publication."""
_PROVENANCE_RANK = (Provenance.OFFICIAL, Provenance.UNKNOWN, Provenance.MIRROR)


def read_groups(
    groups: Sequence[DocumentGroup], folder: Path, parser: Parser, processes: int = DEFAULT_PROCESSES
) -> Iterator[GroupResult]:
    """Yield the result of every group, in the order given; `folder` holds the WARC files."""
    read = partial(read_group, folder=folder, parser=parser)
    pool = WorkerPool(
        read,
        1 if len(groups) < MIN_GROUPS_FOR_PARALLEL else processes,
        result_type=GroupResult,
        sandbox=Sandbox(readable=(folder, *extra_forms_folders())),
        documents_of=_member_urls,
        check_result=check_group_result,
    )
    yield from pool.results(groups)


def _member_urls(group: DocumentGroup) -> list[str]:
    return [member.url for member in group.members]


def read_group(
    group: DocumentGroup,
    stopped: Mapping[str, str],
    on_begin: DocumentCallback,
    folder: Path,
    parser: Parser,
) -> GroupResult:
    """Read all members from the WARC files in `folder`; of members with the same report the best is kept.

    `on_begin` is called before each member is read. Members in `stopped` are not read again in this build: a
    worker was lost with them; it has the reason.
    """
    attempts = list(
        _attempt_members(
            group,
            partial(
                _attempt_unless_stopped,
                stopped=stopped,
                on_begin=on_begin,
                attempt=partial(_read_member, folder, parser),
            ),
        )
    )
    return _group_result(group.page, attempts, parser)


def _group_result(page: str, attempts: Sequence[_Attempt], parser: Parser) -> GroupResult:
    """Choose the best member of each report; a member whose rows cannot be made is taken for unread."""
    best: dict[tuple[str, int], _Attempt] = {}
    for attempt in attempts:
        if attempt.result.key:
            key = attempt.agency_and_year
            best[key] = min(best.get(key, attempt), attempt, key=attrgetter("result.rank"))
    versions: list[ReportVersion] = []
    for attempt in best.values():
        try:
            versions += _report_versions(attempt, attempts, page, parser)
        except MemoryError:
            raise
        except Exception as error:
            failed = _failed_attempt(attempt.member, attempt.result.media_type, error, parser)
            others = [failed if other is attempt else other for other in attempts]
            return _group_result(page, others, parser)
    chosen = {attempt.member.url for attempt in best.values()}
    unread_url = next((attempt.result.url for attempt in attempts if _is_unread_file(attempt)), "")
    files = tuple(
        attempt.result if attempt.member.url in chosen else _secondary_state(attempt, best, unread_url)
        for attempt in attempts
    )
    return GroupResult(page, parser.version, files, tuple(versions))


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A member and the result of reading it; `document` is kept only if it is not a report."""

    member: GroupMember
    result: DocumentResult
    report: Report | None = None
    document: Document | None = None

    @property
    def agency_and_year(self) -> tuple[str, int]:
        """Agency and year, without the scope, which one file of a group may state and another may not."""
        key = self.result.key or ("", 0, "")
        return key[:2]


def _attempt_members(
    group: DocumentGroup, attempt: Callable[[GroupMember, tuple[Candidate, ...]], _Attempt]
) -> Iterator[_Attempt]:
    shared: tuple[Candidate, ...] = ()
    for member in group.members:
        with ErrorContext(member.url):
            result = attempt(member, shared)
        if member.url == group.page and len(group.members) > 1:
            shared = _shared_candidates(result)
        yield result


def _attempt_unless_stopped(
    member: GroupMember,
    shared: tuple[Candidate, ...],
    stopped: Mapping[str, str],
    on_begin: DocumentCallback,
    attempt: Callable[[GroupMember, tuple[Candidate, ...]], _Attempt],
) -> _Attempt:
    if member.url in stopped:
        return _Attempt(member, _stopped_result(member, stopped[member.url]))
    on_begin(member.url)
    return attempt(member, shared)


def _stopped_result(member: GroupMember, reason: str) -> DocumentResult:
    """Return the result of a member with which a worker was lost, or of which it gave an invalid answer."""
    if isinstance(reason, InvalidAnswerReason):
        state, detail = ReaderError.state, f"{reason}，下一版解析程序会重读"
    else:
        state, detail = NotReadYet.state, f"{reason}；下次 build 再读"
    return DocumentResult(member.url, state, detail, member.body.media_type)


def _read_member(
    folder: Path, parser: Parser, member: GroupMember, shared: tuple[Candidate, ...]
) -> _Attempt:
    kind, document = member.body.media_type, None
    try:
        document = replace(load_document(member, folder), context=shared)
        kind = media_type(document.data, document.name, document.media_type)
        report = parser.parse(document)
        return _Attempt(member, _document_result(member, report, kind), report)
    except ArchiveDamaged as error:
        return _Attempt(member, DocumentResult(member.url, UnreadableFile.state, str(error), kind))
    except UnreadableFile as error:
        return _Attempt(member, DocumentResult(member.url, error.state, str(error), kind))
    except NotAReport as error:
        return _Attempt(member, DocumentResult(member.url, "not_report", str(error), kind), document=document)
    except MemoryError:
        # The worker ends, and the next one reads the group without this member.
        raise
    except Exception as error:
        if document is None and isinstance(error, OSError):
            # The archive itself cannot be read: no other file of it can, either.
            raise
        return _failed_attempt(member, kind, error, parser)


def _failed_attempt(member: GroupMember, kind: str, error: Exception, parser: Parser) -> _Attempt:
    """Return the attempt to read a member that ended in an error of this program."""
    reason = ReaderError.from_exception(error, parser.version)
    return _Attempt(member, DocumentResult(member.url, reason.state, str(reason), kind))


def _document_result(member: GroupMember, report: Report, kind: str) -> DocumentResult:
    key, figures = report_key(report), printed_figure_count(report)
    if key is None:
        missing = "机关" if not report.identity.agency else "年度"
        return DocumentResult(member.url, "unidentified", f"是年报，但看不出{missing}", kind, figures)
    rank = (_PROVENANCE_RANK.index(report.identity.provenance), -figures, member.url)
    return DocumentResult(member.url, "read", "", kind, figures, key, rank)


def _shared_candidates(page: _Attempt) -> tuple[Candidate, ...]:
    """Return the candidates of a page for its attachments, whether the page is a report or not."""
    candidates: tuple[Candidate, ...] = ()
    if page.report:
        candidates = page.report.identity.candidates
    elif page.document:
        candidates = read_blocks(page.document).candidates
    return tuple(candidate for candidate in candidates if candidate.field in _SHARED_FIELDS)


def _is_unread_file(attempt: _Attempt) -> bool:
    """True if the member is an attachment that could not be read, so it may be a report."""
    was_read = attempt.result.key is not None or attempt.result.state in ("not_report", "unidentified")
    return attempt.member.role is Role.ATTACHMENT and not was_read


def _secondary_state(
    attempt: _Attempt, best: dict[tuple[str, int], _Attempt], unread_url: str
) -> DocumentResult:
    """Return the result of a file that yields no report of its own, which depends on the other files."""
    if attempt.result.key:
        better = best[attempt.agency_and_year].result
        detail = f"同一网页的 {better.url} 更完整"
        return replace(attempt.result, state="superseded", detail=detail, key=better.key)
    if attempt.result.state != "not_report" or attempt.member.role is not Role.REPORT:
        return attempt.result
    if best:
        first = min((other.result for other in best.values()), key=attrgetter("url"))
        return replace(attempt.result, state="stub", detail=f"正文在附件 {first.url}", key=first.key)
    # The page may still have a report, in the file that could not be read.
    if unread_url:
        return replace(attempt.result, state="stub", detail=f"正文在附件 {unread_url}，没有读出")
    return attempt.result


def _with_file_differences(chosen: _Attempt, attempts: Sequence[_Attempt], page: str) -> Report | None:
    """Return the chosen report with findings on the differences between it and the other files of its page.

    A page that is a report itself may have the report of another agency or year attached by mistake. On a
    page that only lists several reports, other agencies and years are normal and are not compared.
    """
    if chosen.report is None:
        return None
    is_report_page = any(
        attempt.member.url == page and attempt.agency_and_year == chosen.agency_and_year
        for attempt in attempts
    )
    others = [
        FileReport(attempt.report, _file_label(attempt.member, page))
        for attempt in attempts
        if attempt is not chosen
        and attempt.report
        and attempt.result.key
        and (is_report_page or attempt.agency_and_year == chosen.agency_and_year)
    ]
    differences = file_findings(FileReport(chosen.report, _file_label(chosen.member, page)), others)
    return replace(chosen.report, findings=(*chosen.report.findings, *differences))


def _file_label(member: GroupMember, page: str) -> str:
    return "网页正文" if member.url == page else f"附件 {file_name(member.url)}"


def _report_versions(
    attempt: _Attempt, attempts: Sequence[_Attempt], page: str, parser: Parser
) -> Iterator[ReportVersion]:
    """Yield the report of an attempt, with what the other files of its page say differently."""
    report, result, member = _with_file_differences(attempt, attempts, page), attempt.result, attempt.member
    if report is None or result.key is None:
        return
    source = ReportSource(
        url=member.url,
        document_id=stable_id(member.url),
        media_type=result.media_type,
        parser_version=parser.version,
        source_id=member.source,
        province=member.province,
    )
    rows = report_rows(report, result.key, source)
    entry = index_entry({"title": report.identity.title or "", **report.sections})
    agency, year, _ = result.key
    texts = comparable_sections(report.sections, agency)
    yield ReportVersion(result, result.key, rows, entry, minhash_bands(texts, year))
