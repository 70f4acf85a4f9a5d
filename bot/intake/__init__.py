"""Inwards: an update is committed before Telegram is told that we have it."""
