"""Which models there are and who may ask them: the table of providers, keys and addresses, prices, connections."""
