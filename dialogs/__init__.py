"""What the bot asks and says. Pure, no I/O; knows no platform."""
