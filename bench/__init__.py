"""Benches: ratios in one run, against a peer or a limit; several rounds, interleaved, medians. Not tests."""
