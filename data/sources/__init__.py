"""One module per kind of source; each gives a RawTable and knows nothing of the ledger."""
