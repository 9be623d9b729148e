"""One folder per platform; platforms do not know each other, and never meet storage."""
