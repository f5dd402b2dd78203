"""Gets bytes from government portals, politely. Knows portals; knows nothing of forms."""
