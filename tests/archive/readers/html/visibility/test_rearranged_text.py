"""Digits that a style moves, mirrors or covers: which number is seen cannot be told from the markup."""

from __future__ import annotations

import pytest

from archive.model import OBJECT_CHARACTER
from tests.archive.readers.html.visibility.test_hidden_text import cell
from tests.support.html_reports import disclosure_figures, disclosure_table, read_report, report_page

REVERSED = "<b>2</b><b>1</b>"


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        (f'<div style="display:flex;flex-direction:row-reverse">{REVERSED}</div>', ""),
        (f"<div class=x>{REVERSED}</div>", ".x{display:flex;flex-flow:row-reverse nowrap}"),
        ('<div class=x><b style="order:2">2</b><b>1</b></div>', ".x{display:flex}"),
        ("<b>2</b><b>1</b>", "b{float:right}"),
        ("<b class=x>2</b>1", ".x{grid-column:2}"),
        ('<b style="position:relative;left:9px">2</b>1', ""),
        ('<b style="position:absolute;left:20px">2</b><b style="position:absolute;left:10px">1</b>', ""),
        ('2<b style="display:inline-block;transform:translateX(-18px)">1</b>', ""),
        ('<b class=x style="display:inline-block">21</b>', ".x{transform:scaleX(-1)}"),
        ('<b style="display:inline-block;transform:rotate(180deg)">21</b>', ""),
        (f'<p dir="rtl">{REVERSED}</p>', ""),
        ("<b class=x>21</b>", ".x{clip-path:inset(0 50% 0 0)}"),
        ("<b class=x>21</b>", ".x{filter:blur(4px)}"),
        ("<b class=x>21</b>", ".x{letter-spacing:-1em}"),
        ("12<b class=x>9</b>", "td:has(b) .x{display:none}"),
        ("12<b class=x>9</b>", "@scope (table) { .x{display:none} }"),
        ("<b class=x>912</b>", ".x::first-letter{font-size:0}"),
        ("1<sup class=x>2</sup>", ".x{vertical-align:baseline;font-size:1em}"),
        ('<ol start="12"><li></li></ol>', ""),
    ],
)
def test_a_number_that_is_not_what_the_markup_says_is_unreadable(markup: str, rule: str) -> None:
    assert OBJECT_CHARACTER in cell(markup, f"<style>{rule}</style>")


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ('<b style="float:right">12</b>', ""),
        ("<b class=x>12</b>件", ".x{float:left}"),
        ("<p class=x>12</p>", ".x{position:relative;left:4px}"),
        ('<p dir="rtl">12</p>', ""),
        ("<p class=x>12</p>", "p.x{transform:rotate(0deg)}"),
        ("<p class=x>12</p>", "b:has(i){display:none}"),
        ("<b class=x>12</b>", ".x{clip-path:none;mask:none;order:0}"),
        ("<s class=x>12</s>", ".x{text-decoration:none}"),
        ("<details><summary>12</summary><p>3</p></details>", ""),
        ("12<div popover>9</div>", ""),
        ("<b hidden class=x>12</b>", ".x{display:inline}"),
        ("<ol><li>12</li></ol>", ""),
        ('<span style="direction:rtl"><b style="unicode-bidi:bidi-override">21</b></span>', ""),
        ("<bdo class=x>21</bdo>", ".x{direction:rtl}"),
        ("12<i lang=en-GB>9</i>", "i:lang(en){display:none}"),
        ("<i lang=zh-CN>12</i>", "i:lang(en){display:none}"),
        ('<i dir="rtl" style="unicode-bidi:isolate-override">21</i>', ""),
    ],
)
def test_a_number_that_stays_in_its_place_is_read(markup: str, rule: str) -> None:
    assert cell(markup, f"<style>{rule}</style>") == "12" + "件" * ("件" in markup)


def test_an_override_around_blocks_does_not_turn_their_text() -> None:
    around = ('<div style="direction:rtl;unicode-bidi:bidi-override">', "</div>")
    figures = disclosure_figures(read_report(report_page(disclosure_table(), around=around)))
    assert figures["licences.decisions"].number == 137
