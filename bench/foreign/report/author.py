"""The author: writes a whole report from a draft."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from bench.foreign.report.disclosure import build_disclosure
from bench.foreign.report.draft import Draft, Extra, Layout
from bench.foreign.report.labels import load_labels
from bench.foreign.report.tables import build_challenges, build_requests
from bench.foreign.report.tree import Block, DraftParagraph, DraftReport, Table

BUILDERS: dict[int, Callable[..., list[Block]]] = {
    2: build_disclosure,
    3: build_requests,
    4: build_challenges,
}
NUMERALS = "一二三四五六"


def write_report(draft: Draft, rng: Random) -> DraftReport:
    """The report in reading order: title, source, six sections, signature, appendix."""
    truth = draft.truth
    title = rng.choice(
        [
            f"{truth.agency}{truth.year}年政府信息公开工作年度报告",
            f"{truth.agency}{truth.year}年度政府信息公开年度报告",
            f"{truth.year}年{truth.agency}政府信息公开工作年度报告",
        ]
    )
    blocks: list[Block] = [
        DraftParagraph(title, "title"),
        DraftParagraph(f"发布时间：{truth.published}　来源：{truth.agency}", "source"),
        DraftParagraph(_fill(rng.choice(load_labels()["prose"]["preamble"]), draft)),
    ]
    for number, name in enumerate(load_labels()["titles"]["sections"], 1):
        if draft.layout.sections == "variants":
            name = load_labels()["section_variants"].get(name, name)
        blocks.append(DraftParagraph(f"{NUMERALS[number - 1]}、{name}", "heading"))
        blocks.extend(_write_section(number, draft, rng))
    year, month, day = truth.published.split("-")
    blocks.append(DraftParagraph(truth.agency, "sign"))
    blocks.append(DraftParagraph(f"{year}年{int(month)}月{int(day)}日", "sign"))
    for extra in draft.extras:
        if extra.place == "appendix":
            blocks.extend(_write_extra(extra, draft))
    return DraftReport(title, tuple(blocks))


def _write_section(number: int, draft: Draft, rng: Random) -> list[Block]:
    prose = load_labels()["prose"]
    if number == 1:
        return [DraftParagraph(_fill(text, draft)) for text in prose["overall"]]
    if number == 5:
        return [DraftParagraph(_fill(text, draft)) for text in prose["problems"]]
    if number == 6:
        blocks: list[Block] = [DraftParagraph(rng.choice(prose["other"]))]
        for extra in draft.extras:
            if extra.place == "section6":
                blocks.extend(_write_extra(extra, draft))
        return blocks
    return _write_statutory(number, draft)


def _write_statutory(number: int, draft: Draft) -> list[Block]:
    blocks: list[Block] = []
    own = [extra for extra in draft.extras if extra.number == number]
    beside = [extra for extra in own if extra.place in ("before", "after")]
    for extra in beside:
        if extra.place == "before":
            blocks.extend(_write_extra(extra, draft))
        blocks.append(DraftParagraph(extra.own_caption, "caption"))
    if number in draft.missing:
        blocks.append(DraftParagraph("本部分数据正在核对，待核对后另行公布。"))
    else:
        blocks.extend(BUILDERS[number](draft.truth, draft.figures, draft.layout))
    blocks.extend(DraftParagraph(text, "note") for place, text in draft.notes if place == number)
    for extra in beside:
        if extra.place == "after":
            blocks.extend(_write_extra(extra, draft))
    for extra in own:
        if extra.place == "hidden":
            blocks.extend(_write_extra(extra, draft, is_hidden=True))
    return blocks


def _write_extra(extra: Extra, draft: Draft, is_hidden: bool = False) -> list[Block]:
    layout = Layout(is_flat=draft.layout.is_flat)
    built = BUILDERS[extra.number](draft.truth, extra.figures, layout, f"附表{extra.number}")
    blocks: list[Block] = [] if is_hidden else [DraftParagraph(extra.caption, "caption")]
    for block in built:
        if isinstance(block, Table):
            rows = tuple(tuple(replace(cell, key="") for cell in row) for row in block.rows)
            block = replace(block, rows=rows, is_hidden=is_hidden)
        elif is_hidden:
            continue
        blocks.append(block)
    return blocks


def _fill(text: str, draft: Draft) -> str:
    return text.replace("%A", draft.truth.agency).replace("%Y", str(draft.truth.year))
