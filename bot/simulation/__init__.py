"""A year of the real notice with simulated officials: what the bot costs the people it asks."""
