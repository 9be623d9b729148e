"""The running bot, tested."""
