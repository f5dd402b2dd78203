"""What readers of several formats share: boilerplate, lines, spans, section titles."""
