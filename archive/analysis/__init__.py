"""Figures about figures: indicators and shares."""
