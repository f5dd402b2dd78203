"""Figures of an agency over its years: every sum holds, and carried-over numbers agree."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from samples.reports.agencies import Agency

Key = tuple[str, str, str]
Figures = dict[Key, Decimal]

APPLICANTS = (
    "natural_person",
    "business",
    "research_institution",
    "social_organization",
    "legal_service",
    "other_organization",
)
_APPLICANT_WEIGHTS = (80, 12, 1, 2, 4, 2)

# How often a result is reached; a large agency reaches nearly all of them in one year.
_RESULT_WEIGHTS = {
    "granted": 42,
    "partially_granted": 10,
    "denied_state_secret": 1,
    "denied_prohibited": 1,
    "denied_security": 1,
    "denied_third_party": 2,
    "denied_internal_affairs": 3,
    "denied_deliberative": 3,
    "denied_enforcement_file": 4,
    "denied_query_matter": 3,
    "unavailable_not_held": 18,
    "unavailable_not_compiled": 4,
    "unavailable_unclear": 2,
    "dismissed_petition": 4,
    "dismissed_duplicate": 3,
    "dismissed_publication": 1,
    "dismissed_excessive": 1,
    "dismissed_confirmation": 1,
    "closed_not_corrected": 3,
    "closed_fee_unpaid": 1,
    "closed_other": 3,
}
_RESULTS_ONLY_IN_2021 = ("closed_not_corrected", "closed_fee_unpaid")
_CHALLENGE_WEIGHTS = {"upheld": 12, "corrected": 3, "other_result": 3, "pending": 2}
_REQUESTS_PER_YEAR = {"county": 12, "city": 60, "province": 260}


def form_of(year: int) -> str:
    """The form that an agency has to use for `year`."""
    return "2019" if year < 2021 else "2021"


@dataclass(frozen=True, slots=True)
class YearEndState:
    """What a year passes on to the next: open applications, documents in force, items on the lists."""

    open_requests: dict[str, int]
    in_force: int
    published_documents: int
    items_by_row: dict[str, int] = field(default_factory=dict)


def yearly_figures(agency: Agency, years: range, random: Random) -> dict[int, Figures]:
    """All figures of the agency's reports for consecutive `years`, without blanks; every sum holds."""
    volume = _expected_requests(agency, random)
    state = YearEndState(
        open_requests={key: random.choice((0, 0, 0, 1, 2)) if volume else 0 for key in APPLICANTS},
        in_force=random.randint(0, 14),
        published_documents=random.randint(10, 60),
        items_by_row={key: random.randint(2, 220) for key in ("licences", "other_services", "penalties")}
        | {"coercive_measures": random.randint(0, 20), "fees": random.randint(0, 6)},
    )
    result: dict[int, Figures] = {}
    for year in years:
        requests, open_requests = _requests(form_of(year), volume, state.open_requests, random)
        disclosure, state = _disclosure(form_of(year), replace(state, open_requests=open_requests), random)
        result[year] = {**disclosure, **requests, **_challenges(requests, random)}
    return result


def _expected_requests(agency: Agency, random: Random) -> int:
    """Applications to expect in a year; a third of the county departments never get one."""
    if agency.place.level == "county" and random.random() < 0.35:
        return 0
    return max(1, round(_REQUESTS_PER_YEAR[agency.place.level] * random.lognormvariate(0, 0.8)))


def _distribute(total: int, weights: dict[str, int], random: Random) -> dict[str, int]:
    """`total` cases distributed at random by weight."""
    counts = dict.fromkeys(weights, 0)
    for key in random.choices(list(weights), list(weights.values()), k=total):
        counts[key] += 1
    return counts


def _row_with_total(table: str, row: str, parts: dict[str, int]) -> Figures:
    """A row of parts with its printed total."""
    cells = {(table, row, column): Decimal(count) for column, count in parts.items()}
    cells[table, row, "total"] = Decimal(sum(parts.values()))
    return cells


def _requests(
    form: str, volume: int, open_requests: dict[str, int], random: Random
) -> tuple[Figures, dict[str, int]]:
    """Table 3 of one year, and what it carries forward by applicant."""
    received = random.randint(round(volume * 0.6), round(volume * 1.5))
    new = _distribute(received, dict(zip(APPLICANTS, _APPLICANT_WEIGHTS, strict=True)), random)
    forward = {key: _carried_forward_count(new[key] + open_requests[key], random) for key in APPLICANTS}
    weights = {
        key: weight
        for key, weight in _RESULT_WEIGHTS.items()
        if form == "2021" or key not in _RESULTS_ONLY_IN_2021
    }
    reached = {
        key: _distribute(new[key] + open_requests[key] - forward[key], weights, random) for key in APPLICANTS
    }
    figures = _row_with_total("requests", "new_requests", new) | _row_with_total(
        "requests", "carried_over", open_requests
    )
    for result in weights:
        figures |= _row_with_total("requests", result, {key: reached[key][result] for key in APPLICANTS})
    processed = {key: sum(reached[key].values()) for key in APPLICANTS}
    figures |= _row_with_total("requests", "processed_total", processed)
    return figures | _row_with_total("requests", "carried_forward", forward), forward


def _carried_forward_count(open_cases: int, random: Random) -> int:
    return random.randint(0, round(open_cases * 0.12)) if open_cases else 0


def _challenges(requests: Figures, random: Random) -> Figures:
    """Table 4: about one application in twenty is contested."""
    done = int(requests["requests", "processed_total", "total"])
    figures: Figures = {}
    for row, share in (("review", 0.05), ("direct_suit", 0.012), ("suit_after_review", 0.018)):
        cases = sum(random.random() < share for _ in range(done))
        figures |= _row_with_total("challenges", row, _distribute(cases, _CHALLENGE_WEIGHTS, random))
    return figures


def _disclosure(form: str, previous: YearEndState, random: Random) -> tuple[Figures, YearEndState]:
    if form == "2019":
        return _disclosure_2019(previous, random)
    issued = random.choice((0, 0, 1, 1, 2, 3, 5))
    repealed = random.randint(0, min(4, previous.in_force))
    in_force = previous.in_force + issued - repealed
    fee = random.choice((Decimal(0), Decimal(0), _money(random, 9_000, 4), _money(random, 400, 2)))
    figures = _disclosure_counts("rules", issued=0, repealed=0, in_force=0)
    figures |= _disclosure_counts("normative_documents", issued=issued, repealed=repealed, in_force=in_force)
    figures |= _disclosure_counts("licences", decisions=random.randint(0, 4_000))
    figures |= _disclosure_counts("penalties", decisions=random.randint(0, 300))
    figures |= _disclosure_counts("coercive_measures", decisions=random.choice((0, 0, 0, 2, 17)))
    figures["disclosure", "fees", "fee_amount"] = fee
    return figures, replace(previous, in_force=in_force)


def _disclosure_2019(previous: YearEndState, random: Random) -> tuple[Figures, YearEndState]:
    document_count = random.randint(0, 6)
    published = previous.published_documents + document_count
    figures = _disclosure_counts("rules", made=0, disclosed=0, disclosed_total=0)
    figures |= _disclosure_counts(
        "normative_documents", made=document_count, disclosed=document_count, disclosed_total=published
    )
    items = {}
    for row, count in previous.items_by_row.items():
        change = random.choice((0, 0, random.randint(-count, 0), random.randint(0, 12)))
        items[row] = count + change
        figures |= _disclosure_counts(row, previous_items=count, change=change)
        if row != "fees":
            figures |= _disclosure_counts(row, decisions=random.randint(0, 2_500))
    purchases = random.randint(0, 30)
    figures |= _disclosure_counts("procurement", purchases=purchases)
    amount = Decimal(random.randint(2_000, 900_000) * purchases)
    figures["disclosure", "procurement", "purchase_amount"] = amount
    return figures, replace(previous, published_documents=published, items_by_row=items)


def _disclosure_counts(row: str, **columns: int) -> Figures:
    return {("disclosure", row, column): Decimal(count) for column, count in columns.items()}


def _money(random: Random, limit: int, decimals: int) -> Decimal:
    """A random amount up to `limit` with this number of decimals."""
    return Decimal(random.randint(1, limit * 10**decimals)).scaleb(-decimals)
