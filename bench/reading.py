"""Reading: milliseconds for a text of 6,000 characters, and whether cost grows with length and no faster.

`python -m bench.reading`. The text is the demo's two announcements, repeated to the length wanted.
"""

from functools import partial
from pathlib import Path

from bench.rounds import ROUNDS, medians
from claims.reading.reader import read

DEMO = Path(__file__).resolve().parent.parent / "demo"
LENGTHS = (6_000, 12_000, 24_000)


def text_of(length: int, language: str) -> str:
    """The demo's text in one language, whole and again until it has `length` characters."""
    story = (DEMO / f"m6.{language}.md").read_text(encoding="utf-8") + "\n\n"
    return (story * (length // len(story) + 1))[:length]


def main() -> None:
    """Print the median of each length in each language, and the cost of a character against that of the shortest."""
    for language in ("en", "zh"):
        texts = {f"{length} characters": text_of(length, language) for length in LENGTHS}
        times = medians({name: partial(read, text) for name, text in texts.items()})
        base = times[f"{LENGTHS[0]} characters"] / LENGTHS[0]
        print(f"{language}, medians of {ROUNDS} rounds")
        for length, seconds in zip(LENGTHS, times.values(), strict=True):
            print(f"  {length} characters: {1000 * seconds:.1f} ms, {seconds / length / base:.2f} x a character")


if __name__ == "__main__":
    main()
