"""What the regulation or plain sense lets one expect of table 2: order of counts, powers, plausible money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from archive.agencies.regions import region_by_code
from archive.checks.arithmetic import OPAQUE_STATES, sum_numbers
from archive.checks.catalog import catalog
from archive.checks.plausibility_rules import AtMostRule, plausibility_rules
from archive.model import Figure, Finding, Identity, Result, Scope, State

_FEE_KEY = ("disclosure", "fees", "fee_amount")

Figures = Mapping[tuple[str, str, str], Figure]


def plausibility_findings(figures: Figures, identity: Identity) -> Iterator[Finding]:
    """Findings of warning and note level on table 2."""
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
    less, more = sum_numbers(left), sum_numbers(right)
    result = _at_most_result(left, right, less <= more)
    known = result is not Result.NA
    return Finding(
        rule.id,
        result,
        catalog()[rule.id].severity,
        "disclosure",
        row,
        rule.left[0],
        less if known else None,
        more if known else None,
        less - more if known else None,
        cells=tuple(figure.key for figure in (*left, *right)),
    )


def _at_most_result(left: Sequence[Figure], right: Sequence[Figure], holds: bool) -> Result:
    """The four results for "not more than": a blank on the right could hold what is missing."""
    operands = (*left, *right)
    if any(figure.state in OPAQUE_STATES for figure in operands) or all(
        one.number is None for one in operands
    ):
        return Result.NA
    if holds:
        return Result.PASS if all(one.number is not None for one in operands) else Result.PASS_BLANK0
    return Result.NA if any(one.number is None for one in right) else Result.FAIL


def _rule_maker_findings(figures: Figures, identity: Identity) -> Iterator[Finding]:
    """规章 of an agency that cannot make any: a failing finding on the row, or none."""
    printed = [one for (table, row, _), one in figures.items() if (table, row) == ("disclosure", "rules")]
    some = [one for one in printed if one.number]
    if not some:
        return
    result = Result.NA
    if identity.agency and identity.scope is not Scope.CONSOLIDATED:
        result = _rule_maker_result(identity.agency, identity)
    severity = catalog()["T2_RULE_LEVEL"].severity
    cells = tuple(one.key for one in some)
    yield Finding(
        "T2_RULE_LEVEL", result, severity, "disclosure", "rules", some[0].column, some[0].number,
        detail=identity.agency or "", cells=cells,
    )  # fmt: skip


def _rule_maker_result(agency: str, identity: Identity) -> Result:
    """By level and kind of region where they are known, else by the name; `na` where neither tells."""
    known = plausibility_rules()
    if identity.level is None:
        if known.possible_rule_makers.search(agency):
            return Result.NA
        return Result.PASS if known.rule_makers.search(agency) else Result.FAIL
    if identity.level == known.rule_making_level:
        return Result.PASS
    region = region_by_code(identity.region) if identity.region and identity.level != "township" else None
    governs = region is not None and region.kind in known.rule_making_region_kinds
    return Result.PASS if governs and known.rule_making_government.search(agency) else Result.FAIL


def _suspicious_fee_findings(figures: Figures, identity: Identity) -> Iterator[Finding]:
    fee, known, agency = figures.get(_FEE_KEY), plausibility_rules(), identity.agency or ""
    if fee is None or fee.state is not State.REPORTED or fee.unit or identity.scope is Scope.CONSOLIDATED:
        return
    if identity.level is None:
        small = known.small_fee_issuers.search(agency) is not None
    else:
        small = identity.level in known.small_fee_levels
    if (
        small
        and not known.large_fee_issuers.search(agency)
        and (fee.number or Decimal(0)) >= known.min_suspicious_fee
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
