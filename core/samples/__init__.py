"""What the workflows work on: sample data and small fictional systems, such as a shop, a calendar and a sandbox."""
