"""Whose report it is and of which year: every source is asked, every answer kept, one taken by rank.

Agency: title, page fields, preamble, signature; never free prose (seed 004 speaks of 教育局 in the report
of a 人社局). Year: title, period of the statistics, signature less one; the form's own first year is no vote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from archive.dates import find_date
from archive.mirrors import signs
from archive.model import Candidate, Document, Finding, Identity, Provenance, Result, Scope, Severity
from archive.normalise import compact, norm, simplify, tidy
from archive.sections import Layout
from archive.titles import Title, read_title

_SUFFIX = (
    r"(?:人民政府|政府办公室|办公厅|办公室|委员会|管委会|管理处|分局|总队|支队|中心"
    r"|局|厅|部|委|办|院|署|镇|乡|街道|苏木)"
)
_QUOTED = re.compile(rf"《([^《》]{{3,40}}?{_SUFFIX})20\d\d年")
_ANNOUNCED = re.compile(
    r"(?:公开|公布|发布|编制|现将|由)"
    rf"((?:(?!公开|公布|发布|编制|现将|由|报告)[^,。;:，；：《》()（）]){{3,40}}?{_SUFFIX})"
    r"(?:20\d\d年|编制|按照|根据)"
)
_PERIOD = re.compile(r"自?(20\d\d)年1月1日起?[,，]?(?:至|到|-|—)(?:20\d\d年)?12月31日")
_FIRST_YEAR = re.compile(r"(20\d\d)年")
_AGENCY_RANK = ("title", "publisher", "preamble", "signature")
_CONSOLIDATED = re.compile(
    r"汇总|综合(?:各|所辖|\d{4})|涵盖.{0,30}(?:各|所属)(?:县|市|区|部门|地)|全(?:市|县|区|省)各级行政机关"
)
_GOVERNMENT = re.compile(r"人民政府$|^.{2,12}[省市县区旗]$")


def identify(layout: Layout, candidates: Iterable[Candidate], document: Document) -> Identity:
    """Identity by rank, with all candidates; a field that nobody states is None."""
    stated = [*document.context, *candidates]
    title = _title(layout, stated)
    heard = [*stated, *_from_text(layout, title)]
    mirror = _mirror_signs(layout, heard, document)
    agency = _agency(heard)
    front = norm("".join(layout.front))
    return Identity(
        agency=norm(agency) if agency else None,
        agency_printed=agency,
        year=_year(heard),
        title=title.text if title else None,
        published=_iso(_first(heard, "published")),
        signed=_iso(_first(heard, "signed")),
        scope=_scope(front, norm(agency or "")),
        provenance=_provenance(document, mirror),
        candidates=(*heard, *mirror),
    )


def conflicts(identity: Identity) -> list[Finding]:
    """Findings on years that differ (the title's is taken), and on the signs that make a page a mirror."""
    stated = {
        field: [one for one in identity.candidates if one.field == field] for field in ("year", "mirror")
    }
    found = []
    if len({one.value for one in stated["year"]}) > 1:
        detail = "；".join(f"{one.source}：{one.value}" for one in stated["year"])
        found.append(Finding("F_YEAR_CONFLICT", Result.FAIL, Severity.WARNING, detail=detail))
    if stated["mirror"]:
        detail = "；".join(one.value for one in stated["mirror"])
        found.append(Finding("F_MIRROR", Result.FAIL, Severity.WARNING, detail=detail))
    return found


def _title(layout: Layout, stated: Iterable[Candidate]) -> Title | None:
    if layout.title:
        return layout.title
    titles = (read_title(part) for one in stated if one.field == "title" for part in _parts(one.value))
    return next((title for title in titles if title), None)


def _parts(value: str) -> Iterator[str]:
    """A page's title as it is, then without the column and site names that portals append."""
    yield value
    yield from re.split(r"\s*[_|]\s*|\s+[-–—]\s+", value)[:1]


def _from_text(layout: Layout, title: Title | None) -> Iterator[Candidate]:
    if title:
        yield Candidate("agency", title.agency, "title")
        yield Candidate("year", str(title.year), "title")
    front = compact("".join(layout.front))
    for pattern in (_QUOTED, _ANNOUNCED):
        yield from (Candidate("agency", name, "preamble") for name in _named(pattern, front))
    yield from (Candidate("year", year, "period") for year in dict.fromkeys(_PERIOD.findall(norm(front))))
    signature = [tidy(line) for line in layout.signature]
    name = next((line for line in signature if find_date(line) is None), None)
    if name:
        yield Candidate("agency", name, "signature")
    dated = next((date for line in signature if (date := find_date(line))), None)
    if dated:
        yield Candidate("signed", dated.iso, "signature")
        yield Candidate("year", str(dated.year - 1), "signature")
    overview = norm("".join(layout.texts.get("overview", ())))
    yield from (Candidate("year_in_prose", year, "overview") for year in _FIRST_YEAR.findall(overview)[:1])


def _named(pattern: re.Pattern[str], front: str) -> list[str]:
    plain = simplify(front)
    return [front[match.start(1) : match.end(1)] for match in pattern.finditer(plain)]


def _agency(heard: Iterable[Candidate]) -> str | None:
    by_source = dict.fromkeys(_AGENCY_RANK, "")
    for one in heard:
        source = "publisher" if one.field == "publisher" else one.source
        if one.field in ("agency", "publisher") and source in by_source and not by_source[source]:
            by_source[source] = one.value
    ranked = [by_source[source] for source in _AGENCY_RANK if by_source[source]]
    if not ranked:
        return None
    # A page field often has the short name; the signature's is full. The longer of two that agree is taken.
    fuller = [name for name in ranked if norm(name).endswith(norm(ranked[0]))]
    return compact(max(fuller, key=lambda name: len(norm(name))))


def _year(heard: Iterable[Candidate]) -> int | None:
    """The title's year; without a title the majority of period, signature and prose, earliest first."""
    candidates = list(heard)
    titled = [one.value for one in candidates if one.field == "year" and one.source == "title"]
    if titled:
        return int(titled[0])
    votes = Counter(one.value for one in candidates if one.field in ("year", "year_in_prose"))
    if not votes:
        return None
    return int(min(votes, key=lambda year: (-votes[year], year)))


def _first(heard: Iterable[Candidate], field: str) -> str | None:
    return next((one.value for one in heard if one.field == field), None)


def _iso(value: str | None) -> str | None:
    """`value` as YYYY-MM-DD; None when there is no date in it."""
    date = find_date(value) if value else None
    return date.iso if date else None


def _scope(front: str, agency: str) -> Scope:
    if _CONSOLIDATED.search(front):
        return Scope.CONSOLIDATED
    if not agency or _GOVERNMENT.search(agency):
        return Scope.UNKNOWN
    return Scope.OWN


def _provenance(document: Document, signs: Sequence[Candidate]) -> Provenance:
    if signs:
        return Provenance.MIRROR
    return Provenance.OFFICIAL if document.official else Provenance.UNKNOWN


def _mirror_signs(layout: Layout, heard: Sequence[Candidate], document: Document) -> list[Candidate]:
    """What says that somebody else shows the page (domain fact 8), as candidates like all others."""
    text = "".join((*layout.front, *(line for lines in layout.texts.values() for line in lines)))
    titles = [one.value for one in heard if one.field in ("title", "agency")]
    return [Candidate("mirror", sign, "page") for sign in signs(titles, text, document)]
