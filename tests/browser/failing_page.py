"""A page with a mistake in it."""

raise RuntimeError("the key was sk-TESTSECRET")
