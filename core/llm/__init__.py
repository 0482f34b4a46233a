"""What a step may ask of a model, and each request on its way: attempts, waits, limits, typed answers."""
