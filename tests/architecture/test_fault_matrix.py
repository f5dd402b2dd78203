"""The page of the fault matrix says what the tests prove."""

from __future__ import annotations

from itertools import product

from tests.architecture.fault_matrix import (
    COMMANDS,
    FAULTS,
    NO_PROOF,
    PAGE,
    WRITE_COMMAND,
    Proof,
    find_proofs,
    render_page,
)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_page(find_proofs()), f"run {WRITE_COMMAND}"


def test_marks_name_existing_faults_and_commands() -> None:
    proofs = find_proofs()
    assert proofs
    assert {proof.fault for proof in proofs} <= set(FAULTS)
    assert {proof.command for proof in proofs} <= set(COMMANDS)


def test_every_command_has_a_proof_for_every_fault() -> None:
    proven = {(proof.fault, proof.command) for proof in find_proofs()}
    assert [cell for cell in product(FAULTS, COMMANDS) if cell not in proven] == []


def test_a_cell_without_a_proof_shows_it() -> None:
    page = render_page([Proof("killed", "build", PAGE, "test_it_goes_on", 1)])
    [row] = [line for line in page.splitlines() if line.startswith("| killed")]
    assert row.count(NO_PROOF) == len(COMMANDS) - 1
    assert "[1](#killed-build)" in row
    assert "- [it goes on](faults.md)" in page
