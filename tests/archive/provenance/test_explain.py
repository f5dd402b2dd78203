"""From a release back to the archived bytes: the cell of every figure, and every discrepancy reported."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from archive.build.builder import build
from archive.forms import forms
from archive.ledger.ledger import Ledger
from archive.model import Cell, Outcome, Role, State
from archive.model.report import MERGED_ROW
from archive.presentation.figures import DisplayedFigure
from archive.provenance.explain import Explanation, FigureOrigin, explain, trace_figure
from archive.provenance.html import explanation_html
from archive.provenance.lookup import NotFound, find_figure
from archive.warc.records import Record, sha256
from archive.warc.writer import WarcWriter
from samples.renderers import docx, html, pdf
from samples.world.world import World
from tests.support.shared import REAL_SAMPLES, SEEDS, needs_shared

pytestmark = pytest.mark.slow

RENDER = {"html": html.report_page, "docx": docx.render, "pdf": pdf.render}


def build_release(data: Path, *bodies: tuple[str, bytes]) -> Path:
    """Build a release of these files and return its data directory."""
    with Ledger.open(data) as ledger:
        run = ledger.runs.begin("test")
        with WarcWriter(ledger.warc_dir, run) as writer:
            for name, body in bodies:
                digest = sha256(body)
                url = f"urn:gongkai:import:{digest}/{name}"
                ledger.captures.add(
                    writer.write(
                        Record("resource", url, Role.IMPORT, Outcome.OK, payload=body, digest=digest)
                    )
                )
        ledger.runs.end(run)
    build(data)
    return data


def sample_file(kind: str) -> bytes:
    return RENDER[kind](World(31, 1, portals=1).reports[0])


def only_report_id(data: Path) -> str:
    with closing(sqlite3.connect(data / "current" / "archive.db")) as connection:
        [row] = connection.execute("select id from reports").fetchall()
    return str(row[0])


def assert_figures_are_explained(data: Path) -> None:
    """Assert that the marked cell of each figure has the text that the release has for it."""
    explanation = explain(data, only_report_id(data))
    assert explanation.discrepancies == ()
    with closing(sqlite3.connect(data / "current" / "archive.db")) as connection:
        raws = dict(connection.execute("select figure, raw from cells"))
    for key in explanation.figures:
        origin = trace_figure(explanation, key)
        assert not origin.is_from_release
        if origin.figure.state in (State.ABSENT, State.UNCERTAIN):
            continue
        assert origin.cell is not None
        assert origin.cell.text.strip() == raws.get(key, origin.figure.value), key


@pytest.mark.parametrize("kind", RENDER)
def test_the_figures_of_a_format_are_explained(tmp_path: Path, kind: str) -> None:
    assert_figures_are_explained(build_release(tmp_path, (f"a.{kind}", sample_file(kind))))


@needs_shared
@pytest.mark.parametrize(
    "path",
    [*sorted(SEEDS.glob("*.txt")), *sorted(REAL_SAMPLES.glob("*.pdf"))],
    ids=lambda path: path.stem[:8],
)
def test_a_figure_of_a_real_report_is_explained(tmp_path: Path, path: Path) -> None:
    data = build_release(tmp_path, (path.name, path.read_bytes()))
    explanation = explain(data, only_report_id(data), "requests.new_requests.total")
    assert explanation.discrepancies == ()
    assert explanation.origin is not None
    assert explanation.origin.cell is not None
    assert explanation.origin.cell.text.strip() == explanation.origin.figure.value


@pytest.fixture(scope="module")
def built_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_release(tmp_path_factory.mktemp("built"), ("a.html", sample_file("html")))


@pytest.fixture
def data(built_data: Path, tmp_path: Path) -> Path:
    """A copy of the data directory that the test may damage."""
    return Path(copytree(built_data, tmp_path / "copy", symlinks=True))


def explain_granted(data: Path) -> Explanation:
    return explain(data, only_report_id(data), "予以公开·总计")


def test_a_flipped_byte_is_reported_and_the_table_is_taken_from_the_release(data: Path) -> None:
    [file] = (data / "warc").glob("*.warc.gz")
    body = bytearray(file.read_bytes())
    body[-200] ^= 1
    file.write_bytes(body)
    explanation = explain_granted(data)
    assert any(file.name in discrepancy for discrepancy in explanation.discrepancies)
    assert explanation.origin is not None
    assert explanation.origin.is_from_release
    assert explanation.origin.cell is not None


def test_a_missing_file_is_reported(data: Path) -> None:
    [file] = (data / "warc").glob("*.warc.gz")
    file.unlink()
    assert any(file.name in discrepancy for discrepancy in explain_granted(data).discrepancies)


def test_a_different_digest_in_the_release_is_reported(data: Path) -> None:
    change_database(data, "update documents set digest = ?", "0" * 64)
    assert any("SHA-256" in discrepancy for discrepancy in explain_granted(data).discrepancies)


def test_a_number_that_differs_from_the_bytes_is_reported(data: Path) -> None:
    change_database(data, "update requests set total = ? where row = 'granted'", 777)
    [discrepancy] = explain_granted(data).discrepancies
    assert "granted.total" in discrepancy
    assert "777" in discrepancy


def change_database(data: Path, sql: str, value: object) -> None:
    with closing(sqlite3.connect(data / "current" / "archive.db")) as connection, connection:
        connection.execute(sql, (value,))


def test_a_figure_has_the_checks_that_used_it(data: Path) -> None:
    origin = explain_granted(data).origin
    assert origin is not None
    assert {"T3_ROW", "T3_SUM"} <= {check["check_id"] for check in origin.checks}
    assert "T4_SUM" not in {check["check_id"] for check in origin.checks}


def test_the_page_is_self_contained_and_marks_one_cell(data: Path) -> None:
    text = explanation_html(explain_granted(data))
    assert text.count('id="marked"') == 1
    assert "<script" not in text
    assert "src=" not in text
    assert "href=" not in text
    assert "@import" not in text
    assert "url(" not in text


def test_hostile_text_is_escaped_in_the_page(tmp_path: Path) -> None:
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt;" + "长" * 100
    body = sample_file("html").decode().replace("申请人情况", hostile)
    data = build_release(tmp_path, ("a.html", body.encode()))
    text = explanation_html(explain_granted(data))
    assert "<script" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("requests.granted.total", "requests.granted.total"),
        ("予以公开·总计", "requests.granted.total"),
        ("（一）予以公开·总计", "requests.granted.total"),
        ("不予公开·属于国家秘密·自然人", "requests.denied_state_secret.natural_person"),
        ("表三·总计·总计", "requests.processed_total.total"),
        ("行政复议·尚未审结", "challenges.review.pending"),
    ],
)
def test_a_figure_is_found_by_its_labels(words: str, key: str) -> None:
    assert find_figure("2021", words) == key


@pytest.mark.parametrize("words", ["没有的·总计", "", "·", "requests", "总计"])
def test_words_that_match_no_single_figure_are_not_found(words: str) -> None:
    with pytest.raises(NotFound):
        find_figure("2021", words)


@pytest.mark.parametrize("form", forms())
def test_every_figure_is_found_by_its_key(form: str) -> None:
    for table in forms()[form].tables:
        for row in table.rows:
            for column in row.columns:
                key = f"{table.key}.{row.key}.{column.key}"
                assert find_figure(form, key) == key


@pytest.mark.parametrize("words", ["没有这个机关", "", "99999999"])
def test_an_unknown_report_is_not_found(data: Path, words: str) -> None:
    with pytest.raises(NotFound):
        explain(data, words)


def test_checks_against_other_reports_are_not_discrepancies(tmp_path: Path) -> None:
    reports = World(31, 8, portals=1).reports
    same_agency = [report for report in reports if report.agency == reports[0].agency][:2]
    data = build_release(
        tmp_path, *((f"{report.year}.html", html.report_page(report)) for report in same_agency)
    )
    with closing(sqlite3.connect(data / "current" / "archive.db")) as connection:
        [(later_report,)] = connection.execute(
            "select distinct report_id from checks where check_id = 'Y_CARRY'"
        )
    explanation = explain(data, str(later_report), "requests.carried_over.total")
    assert explanation.discrepancies == ()
    assert explanation.origin
    assert "Y_CARRY" in {check["check_id"] for check in explanation.origin.checks}


@pytest.mark.parametrize(
    ("state", "text"),
    [(State.BLANK, "空白"), (State.ABSENT, "没有这一格"), (State.DASH, "/"), (State.UNCERTAIN, "3 | 4")],
)
def test_blank_dash_absent_and_uncertain_are_shown_differently(state: State, text: str) -> None:
    cell = {State.BLANK: Cell(" ", 1, 1), State.DASH: Cell("/", 1, 1)}.get(state)
    raw = {State.DASH: "/", State.UNCERTAIN: "3 | 4"}.get(state, "")
    origin = FigureOrigin(DisplayedFigure("requests.granted.total", state, raw), None, cell, False, ())
    assert (origin.printed_text or origin.missing_reason) == text


def test_a_row_printed_inside_another_is_neither_blank_nor_missing() -> None:
    origin = FigureOrigin(
        DisplayedFigure("requests.closed_fee_unpaid.total", State.ABSENT, MERGED_ROW), None, None, False, ()
    )
    assert (origin.printed_text, origin.missing_reason) == ("", "没有单列，并在同组的一行里")
