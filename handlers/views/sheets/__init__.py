"""Spreadsheets: the tables that go with messages, and what is filled in and sent back."""
