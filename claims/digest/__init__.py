"""Digests: who is due, what is told to whom, how it reads, and that it is sent once."""
