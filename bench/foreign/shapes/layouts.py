"""Shapes that change the layout of the tables, and shapes with tables that are not the agency's own."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from bench.foreign.model import ABSENT, ForeignTruth, expect_number, expect_state
from bench.foreign.report import (
    APPLICANTS,
    BLOCKS,
    RESULTS,
    Draft,
    DraftFigure,
    Extra,
    change_figures,
    change_layout,
    list_row_names,
    list_table_keys,
)

TITLES = {
    2: "主动公开政府信息情况",
    3: "收到和处理政府信息公开申请情况",
    4: "政府信息公开行政复议、行政诉讼情况",
}
Change = Callable[[Draft, Random], Draft]


def set_layout(**changes: object) -> Change:
    """A shape that sets fields of the layout."""
    return lambda draft, rng: change_layout(draft, **changes)


def reorder_applicants(draft: Draft, rng: Random) -> Draft:
    """The columns of table 3 stand in another order."""
    organizations = list(APPLICANTS[1:6])
    rng.shuffle(organizations)
    order = rng.choice(
        [
            ("total", "natural_person", *organizations),
            (*organizations, "natural_person", "total"),
            ("total", *organizations, "natural_person"),
        ]
    )
    return change_layout(draft, applicants=order)


def reorder_blocks(draft: Draft, rng: Random) -> Draft:
    """The blocks of table 4 stand in another order."""
    order = rng.choice([(BLOCKS[1], BLOCKS[2], BLOCKS[0]), (BLOCKS[0], BLOCKS[2], BLOCKS[1])])
    return change_layout(draft, blocks=order)


def reorder_results(draft: Draft, rng: Random) -> Draft:
    """The results in each block of table 4 stand in another order."""
    order = list(RESULTS)
    while tuple(order) == RESULTS:
        rng.shuffle(order)
    return change_layout(draft, results=tuple(order))


def leave_out_rows(draft: Draft, rng: Random) -> Draft:
    """Some rows are not printed at all."""
    names = list_row_names(draft.truth)
    requests = [name for name in names if name.startswith("requests.") and "total" not in name]
    disclosure = [name for name in names if name.startswith("disclosure.")]
    chosen = rng.sample(requests, 3) + rng.sample(disclosure, 2)
    lost = {
        key: DraftFigure("", expect_state(ABSENT)) for key in draft.figures if key.rsplit(".", 1)[0] in chosen
    }
    return change_layout(change_figures(draft, lost), left_out=frozenset(chosen))


def split_requests(draft: Draft, rng: Random) -> Draft:
    """Table 3 is printed as two tables, the heading rows repeated."""
    return change_layout(draft, split_at=rng.randint(6, 18))


def invent_figures(truth: ForeignTruth, rng: Random) -> dict[str, DraftFigure]:
    """Figures of another body or year: each differs from the own figure."""
    figures = {}
    for key in sorted(truth.figures):
        number = int(Decimal(truth.figures[key])) + rng.choice([1, 2, 3, 4, 6, 7, 9])
        figures[key] = DraftFigure(str(number), expect_number(str(number)))
    return figures


def name_other_body(draft: Draft, rng: Random) -> str:
    """The name of another body of the same region."""
    body = rng.choice(["人民政府办公室", "城市管理综合执法局", "文化和旅游局", "信访局", "政务服务中心"])
    return draft.truth.region + body


def add_foreign(place: str, numbers: tuple[int, ...]) -> Change:
    """A shape with like tables of another body, each under a caption that names it."""

    def change(draft: Draft, rng: Random) -> Draft:
        body = name_other_body(draft, rng)
        number = rng.choice(numbers)
        start = "附件：" if place == "appendix" else "附："
        caption = f"{start}{body}{draft.truth.year}年{TITLES[number]}"
        extra = Extra(place, number, caption, invent_figures(draft.truth, rng))
        return replace(draft, extras=(*draft.extras, extra))

    return change


def add_last_year(draft: Draft, rng: Random) -> Draft:
    """The table of last year stands beside the own one, each under its year."""
    number, year = rng.choice([3, 4]), draft.truth.year
    extra = Extra(
        rng.choice(["before", "after"]),
        number,
        f"{year - 1}年{TITLES[number]}（上年数据，供对比）",
        invent_figures(draft.truth, rng),
        f"{year}年{TITLES[number]}",
    )
    return replace(draft, extras=(*draft.extras, extra))


def add_hidden_table(draft: Draft, rng: Random) -> Draft:
    """A table of another year stands in the section but a style hides it."""
    extra = Extra("hidden", rng.choice([3, 4]), "", invent_figures(draft.truth, rng))
    return replace(draft, extras=(*draft.extras, extra))


def lose_own_table(draft: Draft, rng: Random) -> Draft:
    """The own table is left out, and an appendix holds the like table of another body."""
    number = rng.choice([3, 4])
    draft = add_foreign("appendix", (number,))(draft, rng)
    lost = {key: DraftFigure("", expect_state(ABSENT)) for key in list_table_keys(draft.truth, number)}
    return replace(change_figures(draft, lost), missing=frozenset({number}))
