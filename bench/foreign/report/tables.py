"""The statutory tables of requests (table 3) and of challenges (table 4), built from a draft."""

from bench.foreign.model import ForeignTruth
from bench.foreign.report.draft import DraftFigure, Layout
from bench.foreign.report.labels import break_header, list_request_rows, load_labels, relabel
from bench.foreign.report.tree import Block, DraftCell, DraftParagraph, Table

Figures = dict[str, DraftFigure]
Row = tuple[DraftCell, ...]


def make_value(figures: Figures, key: str, columns: int = 1) -> DraftCell:
    """The cell of one figure."""
    figure = figures[key]
    return DraftCell(
        figure.text,
        columns,
        is_value=True,
        dress=figure.dress,
        extra=figure.extra,
        key=key,
        sums=figure.sums,
        number_format=figure.number_format,
    )


def make_head(text: str, columns: int = 1, rows: int = 1) -> DraftCell:
    """A header cell."""
    return DraftCell(text, columns, rows, is_head=True)


def build_requests(truth: ForeignTruth, figures: Figures, layout: Layout, name: str = "表3") -> list[Block]:
    """Table 3 as one table, or as two when the layout splits it."""
    labels = load_labels()["requests"]
    names = {key: relabel(text, layout.labels, truth.year) for key, text in labels["columns"].items()}
    if layout.has_doubled_header:
        names["social_organization"] = names["research_institution"]
    head = _head_requests(names, layout)
    rows = [row for row in list_request_rows(truth.form) if f"requests.{row[0]}" not in layout.left_out]
    parts = [rows[: layout.split_at], rows[layout.split_at :]] if layout.split_at else [rows]
    tables: list[Block] = []
    for number, part in enumerate(parts):
        body = _body_requests(part, truth, figures, layout)
        part_name = name if len(parts) == 1 else f"{name}-{number + 1}"
        tables.append(Table((*head, *body), len(head), part_name))
        if number + 1 < len(parts):
            tables.append(DraftParagraph("（续表）", "caption"))
    return tables


def _head_requests(names: dict[str, str], layout: Layout) -> list[Row]:
    labels = load_labels()["requests"]
    broken = {key: break_header(text, layout.header) for key, text in names.items()}
    if layout.is_flat:
        return [(make_head("办理情况"), *(make_head(broken[key]) for key in layout.applicants))]
    organizations = [key for key in layout.applicants if key not in ("natural_person", "total")]
    second: list[DraftCell] = []
    for key in layout.applicants:
        if key not in organizations:
            second.append(make_head(broken[key], rows=2))
        elif key == organizations[0]:
            second.append(make_head(labels["organizations"], columns=5))
    first = (make_head(labels["note"], 3, 3), make_head(labels["applicants"], 7))
    return [first, tuple(second), tuple(make_head(broken[key]) for key in organizations)]


def _body_requests(rows: list[list[str]], truth: ForeignTruth, figures: Figures, layout: Layout) -> list[Row]:
    body = []
    for number, (key, first, second, label) in enumerate(rows):
        values = [make_value(figures, f"requests.{key}.{column}") for column in layout.applicants]
        text, group = (relabel(part, layout.labels, truth.year) for part in (label, second))
        if layout.is_flat:
            body.append((DraftCell(f"{group}：{text}" if second else text), *values))
            continue
        cells = []
        if first and (number == 0 or rows[number - 1][1] != first):
            cells.append(DraftCell(relabel(first, layout.labels, truth.year), 1, _count_run(rows, number, 1)))
        if second and (number == 0 or rows[number - 1][2] != second):
            cells.append(DraftCell(group, 1, _count_run(rows, number, 2)))
        cells.append(DraftCell(text, 3 - bool(first) - bool(second)))
        body.append((*cells, *values))
    return body


def _count_run(rows: list[list[str]], start: int, place: int) -> int:
    end = start
    while end < len(rows) and rows[end][place] == rows[start][place]:
        end += 1
    return end - start


def build_challenges(truth: ForeignTruth, figures: Figures, layout: Layout, name: str = "表4") -> list[Block]:
    """Table 4 in the mode of the layout."""
    labels = load_labels()["challenges"]
    results = {
        key: break_header(relabel(text, layout.labels, truth.year), layout.header)
        for key, text in labels["results"].items()
    }
    if layout.challenges == "three_rows":
        return [_challenges_by_rows(figures, layout, results, name)]
    if layout.challenges in ("two_tables", "three_tables"):
        return _challenges_by_tables(figures, layout, results, name)
    if layout.is_flat:
        return _challenges_by_tables(figures, layout, results, name)
    return [_challenges_by_columns(figures, layout, results, name, list(layout.blocks))]


def _challenges_by_columns(
    figures: Figures, layout: Layout, results: dict[str, str], name: str, blocks: list[str]
) -> Table:
    labels = load_labels()["challenges"]
    first: list[DraftCell] = []
    second: list[DraftCell] = []
    third: list[DraftCell] = []
    suits = [block for block in blocks if block != "review"]
    for block in blocks:
        heads = [make_head(results[key]) for key in layout.results]
        if block == "review":
            first.append(make_head(labels["review"], 5))
            second.extend(make_head(cell.text, 1, 2 if suits else 1) for cell in heads)
            continue
        if block == suits[0]:
            first.append(make_head(labels["suit"], 5 * len(suits)))
        second.append(make_head(labels[block], 5))
        third.extend(heads)
    values = tuple(make_value(figures, f"challenges.{b}.{r}") for b in blocks for r in layout.results)
    if layout.challenges == "label_column":
        first.insert(0, make_head("项目", 1, 3))
        values = (DraftCell("件数"), *values)
    head = [tuple(row) for row in (first, second, third) if row]
    return Table((*head, values), len(head), name)


def _challenges_by_rows(figures: Figures, layout: Layout, results: dict[str, str], name: str) -> Table:
    labels = load_labels()["challenges"]
    rows = [(make_head("类型"), *(make_head(results[key]) for key in layout.results))]
    for block in layout.blocks:
        text = labels["review"] if block == "review" else f"{labels['suit']}（{labels[block]}）"
        values = [make_value(figures, f"challenges.{block}.{key}") for key in layout.results]
        rows.append((DraftCell(text), *values))
    return Table(tuple(rows), 1, name)


def _challenges_by_tables(
    figures: Figures, layout: Layout, results: dict[str, str], name: str
) -> list[Block]:
    if layout.challenges == "two_tables" and not layout.is_flat:
        suits = [block for block in layout.blocks if block != "review"]
        return [
            _challenges_by_columns(figures, layout, results, f"{name}-1", ["review"]),
            DraftParagraph("", "gap"),
            _challenges_by_columns(figures, layout, results, f"{name}-2", suits),
        ]
    labels = load_labels()["challenges"]
    blocks: list[Block] = []
    for number, block in enumerate(layout.blocks):
        text = labels["review"] if block == "review" else f"{labels['suit']}（{labels[block]}）"
        head = tuple(make_head(results[key]) for key in layout.results)
        values = tuple(make_value(figures, f"challenges.{block}.{key}") for key in layout.results)
        blocks.append(DraftParagraph(text, "caption"))
        blocks.append(Table((head, values), 1, f"{name}-{number + 1}"))
    return blocks
