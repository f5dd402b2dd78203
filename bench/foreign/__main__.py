"""Writes documents into a folder: python -m bench.foreign OUT_FOLDER --count 60 --seed 1."""

import argparse
import json
import logging
import sys
import time
from dataclasses import asdict
from pathlib import Path

from bench.foreign.generate import available_kinds, documents
from bench.foreign.model import ForeignDocument, read_truths
from bench.foreign.report import sample_truths


def main() -> None:
    """Runs the command line."""
    options = read_options()
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.INFO, format="%(message)s")
    missing = {name: reason for name, reason in available_kinds().items() if reason}
    print(f"kinds: {len(available_kinds()) - len(missing)} available, {len(missing)} without tools")
    for name, reason in missing.items():
        print(f"  {name}: {reason}")
    options.folder.mkdir(parents=True, exist_ok=True)
    begin, number = time.monotonic(), 0
    kinds = options.kinds.split(",") if options.kinds else None
    truths = read_truths(options.truths) if options.truths else sample_truths(60, options.seed)
    for document in documents(truths, options.seed, kinds, options.count, options.parallel):
        write_document(options.folder, document)
        number += 1
        if number % 20 == 0 or number == options.count:
            print(f"{number} documents, {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    print(f"{number} documents in {time.monotonic() - begin:.0f} s in {options.folder}")


def read_options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="bench.foreign", description="Writes test documents.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="", help="names with commas; all where empty")
    parser.add_argument("--parallel", action="store_true", help="LibreOffice beside the other tools")
    parser.add_argument("--verbose", action="store_true", help="prints the time of each kind")
    parser.add_argument("--truths", type=Path, help="JSON file; without it the numbers of sample reports")
    return parser.parse_args()


def write_document(folder: Path, document: ForeignDocument) -> None:
    """Writes the document and its expectations beside it."""
    (folder / f"{document.name}{document.suffix}").write_bytes(document.content)
    record = asdict(document)
    del record["content"]
    text = json.dumps(record, ensure_ascii=False, indent=1)
    (folder / f"{document.name}.expected.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
