"""Speed of `gongkai read` on Word and PDF files compared with table extraction alone.

The tables are extracted with python-docx and pdfplumber."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import docx
import pdfplumber

from archive import parse_document
from archive.model import Document
from bench.measure import Measurement, Size, measure_alternately
from samples.renderers import RENDERERS
from samples.world import World

FILES_PER_FORMAT = 3


def run(size: Size) -> Iterator[Measurement]:
    """Measure each format."""
    reports = World(seed=7, reports=FILES_PER_FORMAT, portals=1, carriers=("page",)).reports
    extractors = (("docx", "row.cells", docx_cells), ("pdf", "extract_tables", pdf_tables))
    for carrier, function_name, extract in extractors:
        files = [RENDERERS[carrier](report) for report in reports]
        name = f"report.{carrier}"
        read_seconds, extract_seconds = measure_alternately(
            size.rounds,
            partial(apply_to_all, partial(read_report, name), files),
            partial(apply_to_all, extract, files),
        )
        yield Measurement(
            label=f"read, {carrier}",
            value=len(files) / read_seconds,
            unit="reports/s",
            compared_with=function_name,
            compared_value=len(files) / extract_seconds,
            floor=f"read_{carrier}",
        )


def apply_to_all(work: Callable[[bytes], object], files: Sequence[bytes]) -> None:
    for data in files:
        work(data)


def read_report(name: str, data: bytes) -> object:
    return parse_document(Document(data=data, name=name))


def docx_cells(data: bytes) -> object:
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in docx.Document(io.BytesIO(data)).tables
    ]


def pdf_tables(data: bytes) -> object:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_tables() for page in pdf.pages]
