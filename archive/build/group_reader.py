"""Reads the files of one group, and says what became of each: one is the report, the others have a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote, urlsplit

from archive.build.document_groups import Group, Member
from archive.build.read_results import Claim, GroupRead, Parser, Read
from archive.checks import Filed, files_differ
from archive.checks.comparison.minhash import marks
from archive.checks.comparison.similarity import compared
from archive.database.fulltext import entry_of
from archive.database.ids import number_of
from archive.database.rows import Origin, found, key_of, rows_of
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
from archive.readers import read as read_blocks
from archive.text import media_types
from archive.warc import content_encoding, gzip_members, reader
from archive.workers.child import Begin
from archive.workers.pool import PROCESSES, Workers

FEWEST = 12
"""Fewer groups than this are read sooner than two processes have warmed up."""


def read_all(
    groups: Sequence[Group], folder: Path, parser: Parser, processes: int = PROCESSES
) -> Iterator[GroupRead]:
    """Every group as read, in the order given."""
    work = partial(read_group, folder=folder, parser=parser)
    yield from Workers(work, 1 if len(groups) < FEWEST else processes).answers(groups)

# What an attachment may learn from the page that links to it. Not the year: a page has its publication's.
_LENT = frozenset(
    {"title", "published", "publisher", "site_code", "police_code", "index_number", "breadcrumb"}
)
_TRUST = (Provenance.OFFICIAL, Provenance.UNKNOWN, Provenance.MIRROR)


def read_group(
    group: Group, spent: Mapping[str, str], begin: Begin, folder: Path, parser: Parser
) -> GroupRead:
    """Read all members from the WARC files in `folder`; of those that give the same report one is taken.

    `begin` is told of each before it is read; those in `spent` cost too much, with the reason.
    """
    tried = list(
        _try_all(group, partial(_begun, spent=spent, begin=begin, attempt=partial(_try, folder, parser)))
    )
    best: dict[tuple[str, int], _Tried] = {}
    for one in tried:
        if one.read.key:
            best[one.whose] = min(best.get(one.whose, one), one, key=lambda tried: tried.read.rank)
    claims = {one.member.url: one for one in best.values()}
    unread = next((one.read.url for one in tried if _is_unread_file(one)), "")
    files = tuple(one.read if one.member.url in claims else _beside(one, best, unread) for one in tried)
    compared = [replace(one, report=_compared(one, tried, group.page)) for one in claims.values()]
    return GroupRead(group.page, parser.version, files, tuple(_claims(compared, parser)))


@dataclass(frozen=True, slots=True)
class _Tried:
    member: Member
    read: Read
    report: Report | None = None
    document: Document | None = None

    @property
    def whose(self) -> tuple[str, int]:
        """Agency and year; the scope is left out, which one file of a group may state and another not."""
        key = self.read.key or ("", 0, "")
        return key[:2]


def _try_all(group: Group, attempt: Callable[[Member, tuple[Candidate, ...]], _Tried]) -> Iterator[_Tried]:
    lent: tuple[Candidate, ...] = ()
    for member in group.members:
        with Naming(member.url):
            tried = attempt(member, lent)
        if member.url == group.page and len(group.members) > 1:
            lent = _lent(tried)
        yield tried


def _begun(
    member: Member,
    lent: tuple[Candidate, ...],
    spent: Mapping[str, str],
    begin: Begin,
    attempt: Callable[[Member, tuple[Candidate, ...]], _Tried],
) -> _Tried:
    if member.url in spent:
        read = Read(member.url, TooCostly.state, spent[member.url], member.body.media_type)
        return _Tried(member, read)
    begin(member.url)
    return attempt(member, lent)


def _try(folder: Path, parser: Parser, member: Member, lent: tuple[Candidate, ...]) -> _Tried:
    failed = partial(Read, member.url, media_type=member.body.media_type)
    try:
        document = replace(_document(member, folder), context=lent)
    except (gzip_members.ArchiveDamaged, content_encoding.PayloadTooLarge) as error:
        return _Tried(member, failed("unreadable", str(error)))
    kind = media_types.media_type(document.data, document.name, document.media_type)
    failed = partial(Read, member.url, media_type=kind)
    try:
        report = parser.parse(document)
    except UnreadableFile as error:
        return _Tried(member, failed(error.state, str(error)))
    except NotAReport as error:
        return _Tried(member, failed("not_report", str(error)), document=document)
    return _Tried(member, _outcome(member, report, kind), report)


def _document(member: Member, folder: Path) -> Document:
    archived = reader.read(folder, member.body)
    return Document(
        data=archived.payload,
        name=_name(member.url),
        media_type=archived.media_type,
        charset=archived.charset,
        url=member.url,
        link_text=member.link_text,
        official=member.official,
    )


def _name(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2]) or url


def _outcome(member: Member, report: Report, kind: str) -> Read:
    key, figures = key_of(report), found(report)
    if key is None:
        missing = "机关" if not report.identity.agency else "年度"
        return Read(member.url, "unidentified", f"是年报，但看不出{missing}", kind, figures)
    rank = (_TRUST.index(report.identity.provenance), -figures, member.url)
    return Read(member.url, "read", "", kind, figures, key, rank)


def _lent(page: _Tried) -> tuple[Candidate, ...]:
    """What a page that was read says of whose report it shows, be it a report itself or not."""
    candidates: tuple[Candidate, ...] = ()
    if page.report:
        candidates = page.report.identity.candidates
    elif page.document:
        candidates = read_blocks(page.document).candidates
    return tuple(one for one in candidates if one.field in _LENT)


def _is_unread_file(one: _Tried) -> bool:
    """Whether nobody could say what a file of the page holds."""
    was_read = one.read.key is not None or one.read.state in ("not_report", "unidentified")
    return one.member.role is Role.ATTACHMENT and not was_read


def _beside(one: _Tried, best: dict[tuple[str, int], _Tried], unread: str) -> Read:
    """The state of a file that is no report of its own, in the light of the others of its group."""
    if one.read.key:
        winner = best[one.whose].read
        detail = f"同一网页的 {winner.url} 更完整"
        return replace(one.read, state="superseded", detail=detail, key=winner.key)
    others = sorted(tried.read.url for tried in best.values())
    if one.read.state != "not_report" or one.member.role is not Role.REPORT:
        return one.read
    if others:
        first = next(tried.read for tried in best.values() if tried.read.url == others[0])
        return replace(one.read, state="stub", detail=f"正文在附件 {first.url}", key=first.key)
    # That the page is no report would be our word against that of a file that we cannot read.
    return replace(one.read, state="stub", detail=f"正文在附件 {unread}，没有读出") if unread else one.read


def _compared(taken: _Tried, tried: Sequence[_Tried], page: str) -> Report | None:
    """The report taken, with what the other files of its page say otherwise.

    A page that is a report itself may have that of another agency or year attached by mistake; a mere list of
    several reports has not.
    """
    if taken.report is None:
        return None
    with_page = any(one.member.url == page and one.whose == taken.whose for one in tried)
    others = [
        Filed(one.report, _called(one.member, page))
        for one in tried
        if one is not taken and one.report and one.read.key and (with_page or one.whose == taken.whose)
    ]
    differences = files_differ(Filed(taken.report, _called(taken.member, page)), others)
    return replace(taken.report, findings=(*taken.report.findings, *differences))


def _called(member: Member, page: str) -> str:
    return "网页正文" if member.url == page else f"附件 {_name(member.url)}"


def _claims(best: Iterable[_Tried], parser: Parser) -> Iterator[Claim]:
    for one in best:
        if one.report is None or one.read.key is None:
            continue
        origin = Origin(
            url=one.member.url,
            document_id=number_of(one.member.url),
            media_type=one.read.media_type,
            parsed=parser.version,
            source_id=one.member.source,
            province=one.member.province,
        )
        rows = rows_of(one.report, one.read.key, origin)
        entry = entry_of({"title": one.report.identity.title or "", **one.report.sections})
        agency, year, _ = one.read.key
        texts = compared(one.report.sections, agency)
        yield Claim(one.read, one.read.key, rows, entry, marks(texts, year))


class Naming:
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
