"""The list of shapes: a name, the change it makes and what a tool must be able to show for it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.foreign.model import REPORTED, UNREADABLE
from bench.foreign.report import Draft
from bench.foreign.shapes import layouts as layouts
from bench.foreign.shapes import sheets as sheets
from bench.foreign.shapes import values as values

FAITHFUL = "faithful"
CIRCLED = tuple("①②③")


@dataclass(frozen=True)
class Shape:
    """One shape. ``needs`` are abilities of a kind, ``form`` limits it to one form, ``focus`` is the part of
    the figures that should not be all zero for the shape to test anything."""

    name: str
    change: Callable[[Draft, Random], Draft]
    needs: frozenset[str] = frozenset()
    form: str = ""
    focus: str = ""
    is_deliberate: bool = True


def _shape(name: str, change: object, needs: str = "", form: str = "", focus: str = "") -> Shape:
    return Shape(name, change, frozenset(needs.split()), form, focus, name != FAITHFUL)  # type: ignore[arg-type]


def list_shapes() -> list[Shape]:
    """All shapes, the faithful one first."""
    return [*_list_layouts(), *_list_values(), *_list_traps()]


def _list_layouts() -> list[Shape]:
    put = layouts.set_layout
    return [
        _shape(FAITHFUL, lambda draft, rng: draft),
        _shape("applicants_reordered", layouts.reorder_applicants, "header", focus="requests."),
        _shape("blocks_reordered", layouts.reorder_blocks, "header", focus="challenges."),
        _shape("results_reordered", layouts.reorder_results, "header", focus="challenges."),
        _shape("columns_turned_once", put(column_turn=1), "header"),
        _shape("columns_turned_twice", put(column_turn=2), "header"),
        _shape("header_two_lines", put(header="lines"), "breaks"),
        _shape("header_vertical", put(header="vertical"), "breaks"),
        _shape("labels_punctuation", put(labels="punctuation")),
        _shape("labels_no_ordinals", put(labels="no_ordinals")),
        _shape("labels_variants", put(labels="variants", sections="variants")),
        _shape("captions_outside", put(captions="outside"), "spans"),
        _shape("captions_column", put(captions="column"), "spans"),
        _shape("challenges_three_rows", put(challenges="three_rows"), focus="challenges."),
        _shape("challenges_two_tables", put(challenges="two_tables"), "spans", focus="challenges."),
        _shape("challenges_three_tables", put(challenges="three_tables"), "spans", focus="challenges."),
        _shape("challenges_label_column", put(challenges="label_column"), "spans", focus="challenges."),
        _shape("requests_split", layouts.split_requests, focus="requests."),
        _shape("rows_left_out", layouts.leave_out_rows),
    ]


def _list_values() -> list[Shape]:
    star, circle = "注：*含上年结转数据。", "注：①含上年结转数据；②含代办数据；③含网上申请。"
    raised = "注：1.含上年结转数据；2.含代办数据。"
    return [
        _shape("blank_cells", values.leave_blank, "blank"),
        _shape("dash_cells", values.print_dashes),
        _shape("money_yuan", values.print_money("元"), focus="money"),
        _shape("money_wan", values.print_money("万元"), "", "2019", "money"),
        _shape("money_yi", values.print_money("亿元"), focus="money"),
        _shape("footnote_circled", values.dress_figures("", CIRCLED, circle)),
        _shape("footnote_asterisk", values.dress_figures("", ("*",), star)),
        _shape("footnote_raised", values.dress_figures("sup", ("1", "2"), raised), "sup"),
        _shape("struck_old_value", values.strike_old_values, "struck"),
        _shape("input_values", values.dress_plain("input", REPORTED, 0.6), "input"),
        _shape("counted_values", values.count_units),
        _shape("chinese_numerals", values.spell_numbers),
        _shape("changes_in_words", values.word_changes, "", "2019"),
        _shape("changes_in_brackets", values.bracket_changes, "", "2019"),
        _shape("thousands", values.separate_thousands),
        _shape("full_width", values.widen_digits),
        _shape("formulas_cached", sheets.add_formulas(True), "formula_cached", focus="requests."),
        _shape("formulas_uncached", sheets.add_formulas(False), "formula_uncached", focus="requests."),
        _shape("number_formats", sheets.format_numbers, "number_format"),
    ]


def _list_traps() -> list[Shape]:
    return [
        _shape("hidden_numbers", values.hide_numbers, "hidden"),
        _shape("hidden_table", layouts.add_hidden_table, "hidden_table"),
        _shape("appendix_foreign_table", layouts.add_foreign("appendix", (2, 3, 4))),
        _shape("section6_foreign_table", layouts.add_foreign("section6", (3, 4))),
        _shape("last_year_table", layouts.add_last_year),
        _shape("own_table_missing", layouts.lose_own_table),
        _shape("picture_cells", values.dress_plain("picture", UNREADABLE, 0.08), "picture"),
        _shape("script_not_run", values.dress_plain("script", UNREADABLE, 0.08), "script"),
        _shape("script_run", values.dress_plain("script", REPORTED, 0.3), "script_run"),
        _shape("header_doubled", values.doubt_columns, "header", focus="requests."),
    ]
