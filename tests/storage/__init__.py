"""The database: what is kept, what is refused, and what happens when it fails."""
