"""What a sample report says: agency, figures, prose, layout, and the true values."""
