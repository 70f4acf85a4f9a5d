"""A small Telegram of our own: the Bot API on the loopback, and the people who talk to the bot.

Without a token the production process polls this server over real HTTP, and a browser shows its
people side by side. Offices rehearse on it, and the journey tests drive it. What a bot could notice
is played as Telegram plays it: status codes, sentences, offsets, privacy mode, UTF-16 lengths.

- `cast`       who is there by default;
- `world`      what exists: people, chats, messages, files, pending updates;
- `deeds`      what people do;
- `methods`    what the bot may ask;
- `bot_api`, `page_api`   the two doors over HTTP;
- `page`       what the browser loads;
- `server`     the application, and running it.
"""
