"""What the regulation or plain sense lets one expect of table 2: order of counts, powers, plausible money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from archive.agencies.regions import coded
from archive.checks.arithmetic import OPAQUE, total_of
from archive.checks.catalog import catalog
from archive.checks.plausibility_rules import AtMost, expectations
from archive.model import Figure, Finding, Identity, Result, Scope, State

_FEE = ("disclosure", "fees", "fee_amount")

Figures = Mapping[tuple[str, str, str], Figure]


def expected_figures(figures: Figures, identity: Identity) -> Iterator[Finding]:
    """Findings of warning and note level on table 2."""
    for rule in expectations().at_most:
        for row in rule.rows:
            if all(("disclosure", row, column) in figures for column in (*rule.left, *rule.right)):
                yield _at_most(rule, row, figures)
    yield from _rule_makers(figures, identity)
    yield from _suspect_fee(figures, identity)


def _at_most(rule: AtMost, row: str, figures: Figures) -> Finding:
    left, right = (
        [figures["disclosure", row, column] for column in side] for side in (rule.left, rule.right)
    )
    less, more = total_of(left), total_of(right)
    result = _order(left, right, less <= more)
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


def _order(left: Sequence[Figure], right: Sequence[Figure], holds: bool) -> Result:
    """The four results for "not more than": a blank on the right could hold what is missing."""
    operands = (*left, *right)
    if any(figure.state in OPAQUE for figure in operands) or all(one.number is None for one in operands):
        return Result.NA
    if holds:
        return Result.PASS if all(one.number is not None for one in operands) else Result.PASS_BLANK0
    return Result.NA if any(one.number is None for one in right) else Result.FAIL


def _rule_makers(figures: Figures, identity: Identity) -> Iterator[Finding]:
    """规章 of an agency that cannot make any: a failing finding on the row, or none."""
    printed = [one for (table, row, _), one in figures.items() if (table, row) == ("disclosure", "rules")]
    some = [one for one in printed if one.number]
    if not some:
        return
    result = Result.NA
    if identity.agency and identity.scope is not Scope.CONSOLIDATED:
        result = _may_make_rules(identity.agency, identity)
    severity = catalog()["T2_RULE_LEVEL"].severity
    cells = tuple(one.key for one in some)
    yield Finding(
        "T2_RULE_LEVEL", result, severity, "disclosure", "rules", some[0].column, some[0].number,
        detail=identity.agency or "", cells=cells,
    )  # fmt: skip


def _may_make_rules(agency: str, identity: Identity) -> Result:
    """By level and kind of region where they are known, else by the name; `na` where neither tells."""
    known = expectations()
    if identity.level is None:
        if known.perhaps_makers.search(agency):
            return Result.NA
        return Result.PASS if known.makers.search(agency) else Result.FAIL
    if identity.level == known.making_level:
        return Result.PASS
    region = coded(identity.region) if identity.region and identity.level != "township" else None
    governs = region is not None and region.kind in known.making_kinds
    return Result.PASS if governs and known.making_government.search(agency) else Result.FAIL


def _suspect_fee(figures: Figures, identity: Identity) -> Iterator[Finding]:
    fee, known, agency = figures.get(_FEE), expectations(), identity.agency or ""
    if fee is None or fee.state is not State.REPORTED or fee.unit or identity.scope is Scope.CONSOLIDATED:
        return
    if identity.level is None:
        small = known.small_issuers.search(agency) is not None
    else:
        small = identity.level in known.small_levels
    if small and not known.large_issuers.search(agency) and (fee.number or Decimal(0)) >= known.suspect_from:
        severity = catalog()["T2_FEE_SUSPECT_YUAN"].severity
        yield Finding(
            "T2_FEE_SUSPECT_YUAN", Result.FAIL, severity, *_FEE, fee.number, detail=fee.raw, cells=(fee.key,)
        )
