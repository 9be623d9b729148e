"""The running bot: turns, deliveries, the clock, and the command line."""
