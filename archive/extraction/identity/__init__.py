"""Agency, year, dates and scope of a report, from every candidate."""
