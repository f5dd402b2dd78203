"""Shapes that change how figures stand in their cells."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from bench.foreign.model import (
    ABSENT,
    BLANK,
    DASH,
    REPORTED,
    UNREADABLE,
    expect_state,
)
from bench.foreign.report import (
    Draft,
    DraftFigure,
    change_figures,
    change_layout,
    convert_money,
    list_table_keys,
)

Change = Callable[[Draft, Random], Draft]
DIGITS = "零一二三四五六七八九"
AMOUNTS = ("disclosure.fees.fee_amount", "disclosure.procurement.purchase_amount")


def pick_keys(draft: Draft, rng: Random, share: float) -> list[str]:
    """A share of the figures of the own tables, figures that are not zero first."""
    keys = [key for number in (2, 3, 4) for key in list_table_keys(draft.truth, number)]
    rng.shuffle(keys)
    keys.sort(key=lambda key: draft.truth.figures[key] == "0")
    return keys[: max(4, int(len(keys) * share))]


def vary_number(rng: Random, text: str) -> str:
    """Another number of a similar size."""
    number = int(Decimal(text))
    other = number + rng.choice([1, 2, 3, 5, 8])
    return str(other)


def leave_blank(draft: Draft, rng: Random) -> Draft:
    """Some cells are empty."""
    keys = rng.sample(sorted(draft.figures), len(draft.figures) // 5)
    blank = {key: DraftFigure("", expect_state(BLANK)) for key in keys}
    return change_figures(draft, blank)


def print_dashes(draft: Draft, rng: Random) -> Draft:
    """Some cells hold a mark for "none"."""
    mark = rng.choice(["/", "—", "-", "--", "\\"])
    keys = rng.sample(sorted(draft.figures), len(draft.figures) // 5)
    return change_figures(draft, {key: DraftFigure(mark, expect_state(DASH)) for key in keys})


def print_money(unit: str) -> Change:
    """A shape that prints the amount in another unit, named in the header."""

    def change(draft: Draft, rng: Random) -> Draft:
        changes = {}
        for key, stored in zip(AMOUNTS, ("万元", "元"), strict=True):
            if key in draft.figures:
                text = convert_money(draft.truth.figures[key], unit, stored)
                changes[key] = replace(draft.figures[key], text=text)
        return change_layout(change_figures(draft, changes), money_unit=unit)

    return change


def dress_figures(dress: str, marks: tuple[str, ...], note: str) -> Change:
    """A shape that puts a footnote mark behind some figures; plain marks join the text."""

    def change(draft: Draft, rng: Random) -> Draft:
        changes = {}
        for key in pick_keys(draft, rng, 0.1):
            figure, mark = draft.figures[key], rng.choice(marks)
            if dress:
                changes[key] = replace(figure, dress=dress, extra=mark)
            else:
                changes[key] = replace(figure, text=figure.text + mark)
        draft = change_figures(draft, changes)
        return replace(draft, notes=tuple((number, note) for number in (2, 3, 4)))

    return change


def strike_old_values(draft: Draft, rng: Random) -> Draft:
    """Some cells show an old value struck out and the new value behind it."""
    changes = {}
    for key in pick_keys(draft, rng, 0.1):
        figure = draft.figures[key]
        changes[key] = replace(figure, dress="struck", extra=vary_number(rng, draft.truth.figures[key]))
    return change_figures(draft, changes)


def dress_plain(dress: str, state: str, share: float) -> Change:
    """A shape that shows some figures by an input, a picture or a script."""

    def change(draft: Draft, rng: Random) -> Draft:
        changes = {}
        for key in pick_keys(draft, rng, share):
            figure = replace(draft.figures[key], dress=dress)
            if state == UNREADABLE:
                figure = replace(figure, expected=expect_state(UNREADABLE))
            changes[key] = figure
        return change_figures(draft, changes)

    return change


def count_units(draft: Draft, rng: Random) -> Draft:
    """Numbers carry their unit, as 12件."""
    changes = {}
    for key in draft.figures:
        if key.startswith("disclosure.") and draft.figures[key].text[-1:].isdecimal():
            unit = "项" if "items" in key or key.endswith((".change", ".purchases")) else "件"
            unit = "万元" if key == AMOUNTS[0] else "元" if key == AMOUNTS[1] else unit
            changes[key] = replace(draft.figures[key], text=draft.truth.figures[key] + unit)
    for key in pick_keys(draft, rng, 0.1):
        if not key.startswith("disclosure."):
            changes[key] = replace(draft.figures[key], text=draft.truth.figures[key] + "件")
    return change_figures(draft, changes)


def spell_number(number: int) -> str:
    """A number from 0 to 9999 in Chinese numerals."""
    if number == 0:
        return DIGITS[0]
    text, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return text[1:] if text.startswith("一十") else text


def spell_numbers(draft: Draft, rng: Random) -> Draft:
    """Some numbers are written in Chinese numerals, except one, which looks like a dash."""
    changes = {}
    for key in pick_keys(draft, rng, 0.12):
        text = draft.truth.figures[key]
        if text.isdigit() and text != "1" and int(text) < 10000 and key not in AMOUNTS:
            changes[key] = replace(draft.figures[key], text=spell_number(int(text)))
    return change_figures(draft, changes)


def word_changes(draft: Draft, rng: Random) -> Draft:
    """Changes of the 2019 form in words, 减少5 or 增加5."""
    changes = {}
    for key, text in draft.truth.figures.items():
        if key.endswith(".change") and text != "0":
            word = "减少" if text.startswith("-") else "增加"
            changes[key] = replace(draft.figures[key], text=word + text.lstrip("-"))
    return change_figures(draft, changes)


def bracket_changes(draft: Draft, rng: Random) -> Draft:
    """Negative changes of the 2019 form in brackets, and plus signs before the others."""
    changes = {}
    for key, text in draft.truth.figures.items():
        if not key.endswith(".change") or text == "0":
            continue
        if text.startswith("-"):
            doubt = replace(draft.figures[key].expected, acceptable_states=(REPORTED, UNREADABLE))
            changes[key] = DraftFigure(f"（{text[1:]}）", doubt)
        else:
            changes[key] = replace(draft.figures[key], text="+" + text)
    return change_figures(draft, changes)


def separate_thousands(draft: Draft, rng: Random) -> Draft:
    """Numbers of a thousand and more carry separators."""
    changes = {}
    mark = rng.choice([",", "，"])
    for key, text in draft.truth.figures.items():
        suffix = draft.figures[key].text[len(text) :]
        if abs(Decimal(text)) >= 1000:
            grouped = f"{Decimal(text):,}".replace(",", mark)
            changes[key] = replace(draft.figures[key], text=grouped + suffix)
    return change_figures(draft, changes)


def widen_digits(draft: Draft, rng: Random) -> Draft:
    """All digits are full width."""
    wide = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    changes = {}
    for key, figure in draft.figures.items():
        changes[key] = replace(figure, text=figure.text.translate(wide))
    return change_figures(draft, changes)


def hide_numbers(draft: Draft, rng: Random) -> Draft:
    """Some cells hold another number that a style hides."""
    changes = {}
    for key in pick_keys(draft, rng, 0.12):
        extra = vary_number(rng, draft.truth.figures[key])
        changes[key] = replace(draft.figures[key], dress="hidden", extra=extra)
    return change_figures(draft, changes)


def doubt_columns(draft: Draft, rng: Random) -> Draft:
    """The header names one applicant twice, so two columns can only be told by their place."""
    changes = {}
    for key, figure in draft.figures.items():
        if key.endswith((".research_institution", ".social_organization")):
            doubt = replace(figure.expected, acceptable_states=(REPORTED, UNREADABLE, ABSENT))
            changes[key] = replace(figure, expected=doubt)
    return change_layout(change_figures(draft, changes), has_doubled_header=True)
