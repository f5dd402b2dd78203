"""What a reader of Markdown does not take for digits of a number."""

from __future__ import annotations

import pytest

from archive.model import OBJECT_CHARACTER
from archive.readers.text import markdown
from archive.readers.text.unseen_marks import remove_unseen_marks


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("1^2^", "1"),
        ("1^{2}", "1"),
        ("1<sup>2</sup>", "1"),
        ("**6**<sup>注1</sup>", "6"),
        ("3<sub>2</sub>", "3"),
        ("1[^2]", "1"),
        ("5[1](#fn1)", "5"),
        (r"5[\[1\]](#_ftn1)", "5"),
        ("~~12~~ 15", "15"),
        ("<del>3</del>4", "4"),
        ('1<span style="display:none">2</span>', "1"),
        ("<ruby>5<rt>wu</rt></ruby>", "5"),
        ("20平方米^2^", "20平方米²"),
        ("[12](https://example.cn/12)", "12"),
        ("7&nbsp;", "7"),
        ("3<br>4", "3\n4"),
        ("2^", "2^"),
        ("![5](5.png)", OBJECT_CHARACTER + "5"),
        ("![印章](a.png)", OBJECT_CHARACTER),
    ],
)
def test_a_cell_shows_its_number_without_marks(markup: str, shown: str) -> None:
    assert markdown.cell_text(markup) == shown


def test_marks_in_prose_are_no_digits() -> None:
    assert remove_unseen_marks("全年收到申请12^1^件，~~13~~件") == "全年收到申请12件，件"


def test_many_signs_take_no_longer_than_their_length() -> None:
    for sign in ("^", "~", "<sup>", "[^", "1^2"):
        assert remove_unseen_marks(sign * 20000).startswith(sign[0])
