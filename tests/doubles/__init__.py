"""Doubles of the platforms: servers that behave like them, and drivers that call our bot the way they do."""
