"""How codes, figures and tables are shown on the site, the command line and in exports."""
