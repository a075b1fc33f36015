"""SAP AI Core as a client sees it: service keys, tokens, discovery, transport and the model families."""
