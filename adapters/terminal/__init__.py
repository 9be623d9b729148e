"""A conversation with the bot in a terminal or a pipe."""
