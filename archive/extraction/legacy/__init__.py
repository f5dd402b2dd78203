"""Reports for the years before 2019 and their statistics table."""
