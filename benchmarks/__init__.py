"""How much the bot costs, as ratios against floors that do the same durable work. `python -m benchmarks --help`."""
