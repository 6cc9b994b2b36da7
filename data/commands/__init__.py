"""The command line, one module per group of commands; each returns an Outcome, none prints."""
