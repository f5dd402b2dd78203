"""The registered sources, and when each is due."""
