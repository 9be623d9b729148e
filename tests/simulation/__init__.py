"""The real delivery code in a world where time, platforms, kills and stalls are drawn from a seed."""
