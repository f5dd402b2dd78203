"""What a report becomes in the published database: its number, its rows, and the tables that hold them."""
