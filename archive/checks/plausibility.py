"""Checks that figures of table 2 are plausible: order of counts, power to make rules, size of fees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from archive.agencies import region_by_code
from archive.checks.arithmetic import OPAQUE_STATES, sum_numbers
from archive.checks.catalog import catalog
from archive.checks.plausibility_rules import AtMostRule, plausibility_rules
from archive.model import Figure, Finding, Identity, Result, Scope, State

_FEE_KEY = ("disclosure", "fees", "fee_amount")

Figures = Mapping[tuple[str, str, str], Figure]


def plausibility_findings(figures: Figures, identity: Identity) -> Iterator[Finding]:
    """Yield the findings on table 2; their severity is a warning or a note."""
    for rule in plausibility_rules().at_most:
        for row in rule.rows:
            if all(("disclosure", row, column) in figures for column in (*rule.left, *rule.right)):
                yield _at_most_finding(rule, row, figures)
    yield from _rule_maker_findings(figures, identity)
    yield from _suspicious_fee_findings(figures, identity)


def _at_most_finding(rule: AtMostRule, row: str, figures: Figures) -> Finding:
    left, right = (
        [figures["disclosure", row, column] for column in side] for side in (rule.left, rule.right)
    )
    left_sum, right_sum = sum_numbers(left), sum_numbers(right)
    result = _at_most_result(left, right, left_sum <= right_sum)
    is_compared = result is not Result.NA
    return Finding(
        rule.id,
        result,
        catalog()[rule.id].severity,
        "disclosure",
        row,
        rule.left[0],
        left_sum if is_compared else None,
        right_sum if is_compared else None,
        left_sum - right_sum if is_compared else None,
        cells=tuple(figure.key for figure in (*left, *right)),
    )


def _at_most_result(left: Sequence[Figure], right: Sequence[Figure], holds: bool) -> Result:
    """Return one of the four results for "not more than": a blank on the right could hold what is missing."""
    operands = (*left, *right)
    if any(figure.state in OPAQUE_STATES for figure in operands) or all(
        figure.number is None for figure in operands
    ):
        return Result.NA
    if holds:
        return Result.PASS if all(figure.number is not None for figure in operands) else Result.PASS_BLANK0
    return Result.NA if any(figure.number is None for figure in right) else Result.FAIL


def _rule_maker_findings(figures: Figures, identity: Identity) -> Iterator[Finding]:
    """Yield one finding on the row of 规章, if the report prints any: may the agency make them?"""
    counts = [
        figure
        for (table, row, _), figure in figures.items()
        if (table, row) == ("disclosure", "rules") and figure.number
    ]
    if not counts:
        return
    result = Result.NA
    if identity.agency and identity.scope is not Scope.CONSOLIDATED:
        result = _rule_maker_result(identity.agency, identity)
    severity = catalog()["T2_RULE_LEVEL"].severity
    cells = tuple(figure.key for figure in counts)
    yield Finding(
        "T2_RULE_LEVEL", result, severity, "disclosure", "rules", counts[0].column, counts[0].number,
        detail=identity.agency or "", cells=cells,
    )  # fmt: skip


def _rule_maker_result(agency: str, identity: Identity) -> Result:
    """Decide by level and kind of region if known, else by the name; `na` if the name leaves it open."""
    makers = plausibility_rules().rule_makers
    if identity.level is None:
        if makers.possible_names.search(agency):
            return Result.NA
        return Result.PASS if makers.certain_names.search(agency) else Result.FAIL
    if identity.level == makers.department_level:
        return Result.PASS
    region = region_by_code(identity.region) if identity.region and identity.level != "township" else None
    is_rule_making_region = region is not None and region.kind in makers.region_kinds
    return Result.PASS if is_rule_making_region and makers.government.search(agency) else Result.FAIL


def _suspicious_fee_findings(figures: Figures, identity: Identity) -> Iterator[Finding]:
    fee, rule, agency = figures.get(_FEE_KEY), plausibility_rules().fee, identity.agency or ""
    if fee is None or fee.state is not State.REPORTED or fee.unit or identity.scope is Scope.CONSOLIDATED:
        return
    if identity.level is None:
        is_small_agency = rule.small_agencies.search(agency) is not None
    else:
        is_small_agency = identity.level in rule.small_levels
    if (
        is_small_agency
        and not rule.excluded_agencies.search(agency)
        and (fee.number or Decimal(0)) >= rule.min_suspicious_amount
    ):
        severity = catalog()["T2_FEE_SUSPECT_YUAN"].severity
        yield Finding(
            "T2_FEE_SUSPECT_YUAN",
            Result.FAIL,
            severity,
            *_FEE_KEY,
            fee.number,
            detail=fee.raw,
            cells=(fee.key,),
        )
