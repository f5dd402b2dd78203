"""Measurements whose ratios can be trusted: both sides in one run, turn by turn, medians."""
