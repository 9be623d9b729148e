"""What people can do: one function per use case, called by `bot.turn` inside its transaction."""
