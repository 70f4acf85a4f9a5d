"""The read side: one module a question, none of which scans history."""
