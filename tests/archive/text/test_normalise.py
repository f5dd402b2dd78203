from __future__ import annotations

import pytest

from archive.text import fold_ideographs, normalise_text, to_nfkc


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("⻘禾县⺠政局", "青禾县民政局"),
        ("⼈⼒资源和社会保障局", "人力资源和社会保障局"),
        ("⻓沙县⻋站", "长沙县车站"),
        ("行\uf92c政局", "行郎政局"),
    ],
)
def test_radicals_and_compatibility_ideographs_are_compared_as_ideographs(printed: str, plain: str) -> None:
    assert fold_ideographs(printed) == to_nfkc(printed) == normalise_text(printed) == plain


def test_every_radical_has_an_ideograph() -> None:
    without_ideograph = {"⺀"}
    radicals = {
        chr(code) for code in (*range(0x2E80, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6))
    }
    folded = {radical for radical in radicals if fold_ideographs(radical) == radical}
    assert folded == without_ideograph


def test_only_ideographs_are_folded() -> None:
    assert fold_ideographs("（１）：Ａ㎡") == "（１）：Ａ㎡"
