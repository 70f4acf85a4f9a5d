"""Outwards: the gate that keeps Telegram's limits, the pump that empties the outbox."""
