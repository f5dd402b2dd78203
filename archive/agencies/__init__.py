"""The gazetteer: regions, levels, systems, and one name for each agency."""
