"""A draft of a report: the figures as they will stand in the cells, and the layout of the tables."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from bench.foreign.model import Expected, ForeignTruth, expect_number
from bench.foreign.report.labels import APPLICANTS, BLOCKS, RESULTS, list_request_rows


@dataclass(frozen=True)
class DraftFigure:
    """How one figure stands in its cell, and what a careful person reads there."""

    text: str
    expected: Expected
    dress: str = ""
    extra: str = ""
    sums: tuple[str, ...] = ()
    number_format: str = ""


@dataclass(frozen=True)
class Layout:
    """How the three tables are laid out."""

    applicants: tuple[str, ...] = APPLICANTS
    blocks: tuple[str, ...] = BLOCKS
    results: tuple[str, ...] = RESULTS
    column_turn: int = 0
    header: str = "plain"
    labels: str = "exact"
    sections: str = "exact"
    captions: str = "rows"
    challenges: str = "one_row"
    split_at: int = 0
    left_out: frozenset[str] = frozenset()
    money_unit: str = ""
    is_flat: bool = False
    has_doubled_header: bool = False


@dataclass(frozen=True)
class Extra:
    """A table that is not the agency's own for the year: where it stands, its caption and its figures."""

    place: str
    number: int
    caption: str
    figures: dict[str, DraftFigure]
    own_caption: str = ""


@dataclass(frozen=True)
class Draft:
    """Everything the author decides before a tool prints the report."""

    truth: ForeignTruth
    figures: dict[str, DraftFigure]
    layout: Layout = field(default_factory=Layout)
    extras: tuple[Extra, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    missing: frozenset[int] = frozenset()


def start_draft(truth: ForeignTruth) -> Draft:
    """The faithful draft of a truth."""
    figures = {}
    for key, number in order_figures(truth).items():
        unit = "元" if key.endswith("purchase_amount") and number != "0" else ""
        figures[key] = DraftFigure(number + unit, expect_number(number))
    return Draft(truth, figures)


def order_figures(truth: ForeignTruth) -> dict[str, str]:
    """The figures of the truth, in a fixed order."""
    return {key: truth.figures[key] for key in sorted(truth.figures)}


def change_figures(draft: Draft, changes: dict[str, DraftFigure]) -> Draft:
    """The draft with some figures replaced."""
    return replace(draft, figures={**draft.figures, **changes})


def change_layout(draft: Draft, **changes: object) -> Draft:
    """The draft with another layout."""
    return replace(draft, layout=replace(draft.layout, **changes))


def convert_money(number: str, unit: str, stored: str) -> str:
    """The number text of an amount, from the stored unit into the printed unit."""
    factors = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}
    amount = Decimal(number) * factors[stored] / factors[unit]
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def list_table_keys(truth: ForeignTruth, number: int) -> list[str]:
    """The keys of the figures of one statutory table (2, 3 or 4)."""
    prefix = {2: "disclosure.", 3: "requests.", 4: "challenges."}[number]
    return [key for key in sorted(truth.figures) if key.startswith(prefix)]


def list_row_names(truth: ForeignTruth) -> list[str]:
    """The keys of rows that may be left out: "requests.granted", "disclosure.rules" and so on."""
    rows = ["requests." + row[0] for row in list_request_rows(truth.form)]
    disclosure = {key.rsplit(".", 1)[0] for key in list_table_keys(truth, 2)}
    return rows + sorted(disclosure)
