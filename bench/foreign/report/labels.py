"""The labels of the form and the ways in which a filer may print them."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

APPLICANTS = (
    "natural_person",
    "business",
    "research_institution",
    "social_organization",
    "legal_service",
    "other_organization",
    "total",
)
BLOCKS = ("review", "direct_suit", "suit_after_review")
RESULTS = ("upheld", "corrected", "other_result", "pending", "total")
ORDINAL = re.compile(r"^(?:[一二三四五六]、|（[一二三四五六七]）|\d\.)")


@cache
def load_labels() -> dict[str, Any]:
    """The whole label file."""
    return tomllib.loads(Path(__file__).with_name("labels.toml").read_text("utf-8"))


def list_request_rows(form: str) -> list[list[str]]:
    """Rows of the table of requests: key, first group, second group, label."""
    labels = load_labels()["requests"]["rows"]
    rows = [list(row) for row in labels["form_2021"]]
    if form == "2021":
        return rows
    rows = [row for row in rows if row[0] not in labels["only_2021"]]
    for row in rows:
        if row[0] == "closed_other":
            row[2], row[3] = "", labels["closed_other_2019"]
    return rows


def relabel(text: str, mode: str, year: int) -> str:
    """A label as the mode prints it: exact, punctuation, no_ordinals or variants."""
    if mode == "punctuation":
        text = re.sub(r"^(\d)\.", r"\1、", text)
        text = re.sub(r"^([一二三四])、", r"\1．", text)
        return text.translate(str.maketrans("（）：“”", "():「」"))
    if mode == "no_ordinals":
        return ORDINAL.sub("", text)
    if mode == "variants":
        return load_labels()["variants"].get(text, text).replace("%Y", str(year))
    return text


def break_header(text: str, mode: str) -> str:
    """A column header as one line, two lines or one character a line."""
    if mode == "vertical":
        return "\n".join(text)
    if mode == "lines" and len(text) > 2:
        middle = (len(text) + 1) // 2
        return text[:middle] + "\n" + text[middle:]
    return text
