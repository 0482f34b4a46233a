"""Other engines doing the same work, each in a file of its own.

A file offers `chain(length, body)` and `fan(width, body)`; both build the graph and return one run of it.
"""
