"""Mutates the code of a copy of the repository and names the mutants that no test notices.

Not one of the gates: a mutant costs a run of the tests of its module.
"""
