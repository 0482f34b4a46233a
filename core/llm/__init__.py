"""What a step may ask of a model, and the providers that answer."""
