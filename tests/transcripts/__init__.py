"""Conversations kept as text files that a coach can read, played through every surface."""
