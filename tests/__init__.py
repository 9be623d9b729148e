"""The proof, in the same rooms as the code."""
