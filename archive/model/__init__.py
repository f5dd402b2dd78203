"""Shared types of the archive: documents, figures, findings, reports, captures and errors."""

from __future__ import annotations

from archive.model.blocks import (
    OBJECT_CHARACTER,
    Block,
    Candidate,
    Cell,
    Content,
    Document,
    Grid,
    GridKind,
    Paragraph,
    ParagraphKind,
)
from archive.model.capture import Capture, Outcome, Role, SourceState
from archive.model.data_files import DataRecord, load_data
from archive.model.errors import (
    DataFileError,
    FormError,
    NeedsOcr,
    NeedsOffice,
    NotAReport,
    NotSupported,
    ReaderError,
    ReportError,
    TooCostly,
    UnreadableFile,
)
from archive.model.findings import (
    Attribution,
    Finding,
    Hint,
    Result,
    Severity,
)
from archive.model.lazy_exports import lazy_exports
from archive.model.messages import describe_os_error, translate
from archive.model.report import (
    MERGED_ROW,
    ExtraRow,
    Figure,
    Identity,
    LegacyCell,
    Position,
    Provenance,
    Report,
    Scope,
    State,
)

__all__ = [
    "MERGED_ROW",
    "OBJECT_CHARACTER",
    "Attribution",
    "Block",
    "Candidate",
    "Capture",
    "Cell",
    "Content",
    "DataFileError",
    "DataRecord",
    "Document",
    "ExtraRow",
    "Figure",
    "Finding",
    "FormError",
    "Grid",
    "GridKind",
    "Hint",
    "Identity",
    "LegacyCell",
    "NeedsOcr",
    "NeedsOffice",
    "NotAReport",
    "NotSupported",
    "Outcome",
    "Paragraph",
    "ParagraphKind",
    "Position",
    "Provenance",
    "ReaderError",
    "Report",
    "ReportError",
    "Result",
    "Role",
    "Scope",
    "Severity",
    "SourceState",
    "State",
    "TooCostly",
    "UnreadableFile",
    "describe_os_error",
    "lazy_exports",
    "load_data",
    "translate",
]
