"""The clock: what is owed at this moment. It decides and records; it never words anything."""
