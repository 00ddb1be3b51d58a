"""The number grammar of announcements in English and Chinese: every amount in a text, exact, at its place.

`10 trillion`, `10T`, `1.75tn`, `10 万亿`, `一百亿`, `3亿5000万`, `307，200`, `$4.6M`, `x11`, `11 倍`, `80%`, `8成`,
`三分之一`, `1/7th`, `two-thirds`, `3.14×10^23`, `10 的 25 次方`, `1000-3000 万`, `两三天`, `数十亿`, `hundreds of`,
`between $11.5 million and $27.6 million`. What only looks like a number (names, dates, references, addresses) is left
out, see `masking`.
"""

from collections.abc import Iterator
from dataclasses import replace

from claims.core.amounts import Number
from claims.core.arabic_numbers import arabic_numbers
from claims.core.chinese_numbers import chinese_numbers, chinese_shares
from claims.core.english_numbers import english_numbers, english_shares
from claims.core.masking import mask_non_numbers


def _candidates(masked: str) -> Iterator[Number]:
    yield from english_shares(masked)
    yield from chinese_shares(masked)
    yield from arabic_numbers(masked)
    yield from english_numbers(masked)
    yield from chinese_numbers(masked)


def find_numbers(text: str) -> tuple[Number, ...]:
    """Every amount in `text` in reading order, without overlaps; `raw` is as written there."""
    masked = mask_non_numbers(text)
    kept: list[Number] = []
    taken = bytearray(len(text) + 1)
    for number in _candidates(masked):
        if any(taken[number.start : number.end]):
            continue
        taken[number.start : number.end] = b"\x01" * (number.end - number.start)
        kept.append(number)
    kept.sort(key=lambda number: number.start)
    return tuple(replace(number, raw=text[number.start : number.end]) for number in kept)
