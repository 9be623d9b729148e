"""What the bot asks and says."""
