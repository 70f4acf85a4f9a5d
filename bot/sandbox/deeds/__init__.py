"""What people do: press start, speak, send files, edit, tap, block the bot, come and go.

Each deed changes the world and queues the update a real bot would get, if it would get one. What
Telegram's own apps do not let a person do raises `acting.DeedError`.
"""
