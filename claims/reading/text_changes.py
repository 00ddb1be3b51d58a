"""What a later state of a text says otherwise, sentence by sentence, without the traffic signs that pages carry.

Not an edit is a sentence that is nothing but one of these: when the page was updated or how long ago that is, how often
it was read, liked or shared and how long reading takes, a signpost ("Read more", "Advertisement", "Subscribe"), what
such a signpost points at, or a single link. A sentence that has a quote in it, or is part of one, is never such a sign.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from claims.core.plain_text import flatten
from claims.core.sentences import Sentence, split_sentences

# More passages than these, and longer ones (characters), are counted and cut, not kept.
MOST_CHANGES = 40
LONGEST_PASSAGE = 1500
# Comparing is quadratic in the worst case: beyond so many sentences that differ, they are one change.
_MOST_COMPARED = 2000
# Longer sentences say something.
_LONGEST_SIGN = 200

# A sentence made of these, of numbers and of points alone tells when, if it has one of the first two kinds in it.
_UPDATED = frozenset("""updated modified edited published posted reviewed 更新 修改 编辑 发布 发表""".split())
_DAYS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun ago
    yesterday today 年 月 前 昨 今""".split()
)
_BESIDE_DAYS = frozenset(
    """last first originally on at of a an and am pm m p t z st nd rd th utc gmt est edt et pst pdt pt bst cet cest
    second seconds minute minutes min mins hour hours hr hrs day days week weeks month months year years
    时间 日期 最后 最近 于 日 号 时 分 秒 点 天 周 小 钟 刚 上 下 午""".split()
)
_TOKEN = re.compile(r"更新|修改|编辑|发布|发表|时间|日期|最后|最近|[a-z]+|[0-9]+|\S")
_POINT = frozenset("-–—/.,:：|·+()（）")
_ISO_DAY = re.compile(r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")
_COUNT = r"[\d.,\s]{1,15}(?:k|m|万|千|亿)?\+?"
_COUNTED = (
    r"(?:views?|reads?|comments?|likes?|shares?|followers?|claps?|reactions?|replies|reply|min(?:ute)?s?(?: read)?"
    r"|次?(?:阅读|浏览|观看|播放)|条?评论|人?(?:点赞|赞)|收藏|转发|分享)"
)
_SIGNPOST = (
    r"(?:advertisement|sponsored(?: content)?|subscribe(?: (?:now|to [^.!?。]{1,50}))?|sign up(?: (?:for|to) [^.!?。]{1,50})?"
    r"|share(?: this(?: \w+)?)?|follow us(?: on [^.!?。]{1,40})?|read (?:more|next|also)|see also|related(?: \w+){0,2}"
    r"|recommended(?: \w+){0,3}|more (?:from|on|in) [^.!?。]{1,50}|you (?:may|might) also like|most (?:read|popular)"
    r"|trending(?: now)?|latest news|comments?|广告|赞助内容|订阅[^.!?。]{0,20}|分享(?:到[^.!?。]{0,20})?|关注我们|(?:相关|推荐|延伸|更多|热门)"
    r"(?:阅读|文章|新闻|推荐)|阅读(?:更多|原文)|猜你喜欢|评论)"
)
_SIGN = re.compile(rf"{_COUNT}\s*{_COUNTED}|{_COUNTED}\s*[:：]?\s*{_COUNT}|{_SIGNPOST}\s*[:：»>→…]*", re.I)
_POINTS = re.compile(
    r"(?:related|read (?:more|next|also)|see also|recommended|more on this|(?:相关|推荐|延伸)阅读)\s*[:：]", re.I
)
_LINK_ALONE = re.compile(r"(?:[-*+]\s+)?\[[^\[\]\n]{1,300}\]\([^()\s]{1,2000}\)[.。]?")
_WORD = re.compile(r"[^\W\d_]+(?<![\u3400-\u9fff])|\d+|\s+|.", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A passage and what stands in its place; "" where nothing stood or stands."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The passages that differ, in the order of the text; `left_out` counts those beyond `MOST_CHANGES`."""

    passages: tuple[Change, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a passage; `differs` says that it is not in the other one."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says: its sentences without traffic signs, as `words` that can be compared."""

    raw: str
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The sentences as readers see them, every white space one space."""
        return tuple(" ".join(sentence.text.split()) for sentence in self.sentences)

    @property
    def sha256(self) -> str:
        """Tells whether two texts say the same."""
        return hashlib.sha256("\n".join(self.words).encode("utf-8", "surrogatepass")).hexdigest()


def said_in(raw: str, *, quotes: Collection[str]) -> Said:
    """What a text says. `quotes` are the words of claims, as they stand in it or in an earlier state of it."""
    kept = {" ".join(flatten(quote).text.split()) for quote in quotes}
    return Said(raw, tuple(one for one in split_sentences(raw) if not _is_sign(one, raw, kept)))


def changes_between(earlier: Said, later: Said) -> Changes:
    """The passages of `earlier` that `later` says otherwise, and what it says in their place."""
    passages = list(_passages(earlier, later))
    return Changes(passages=tuple(passages[:MOST_CHANGES]), left_out=max(0, len(passages) - MOST_CHANGES))


def compared(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both passages in pieces, so that the words which differ can be marked; bounded by `LONGEST_PASSAGE`."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    steps = matcher.get_opcodes()
    return (
        tuple(Part(text="".join(old[a:b]), differs=tag != "equal") for tag, a, b, _, _ in steps if a < b),
        tuple(Part(text="".join(new[c:d]), differs=tag != "equal") for tag, _, _, c, d in steps if c < d),
    )


def _is_sign(sentence: Sentence, raw: str, quotes: Collection[str]) -> bool:
    text = " ".join(sentence.text.split())
    if len(text) > _LONGEST_SIGN or any(quote in text or text in quote for quote in quotes):
        return False
    line = _line_around(raw, sentence)
    return bool(_SIGN.fullmatch(text) or _POINTS.match(text) or _tells_only_when(text) or _LINK_ALONE.fullmatch(line))


def _tells_only_when(text: str) -> bool:
    tokens = _TOKEN.findall(text.lower())
    told = _UPDATED | _DAYS
    if not all(token in told or token in _BESIDE_DAYS or token in _POINT or token.isdecimal() for token in tokens):
        return False
    return bool(told.intersection(tokens) or _ISO_DAY.search(text))


def _line_around(raw: str, sentence: Sentence) -> str:
    start = raw.rfind("\n", max(0, sentence.start - 2500), sentence.start) + 1
    end = raw.find("\n", sentence.end, sentence.end + 2500)
    return raw[start : end if end >= 0 else sentence.end + 2500].strip()


def _passages(earlier: Said, later: Said) -> Iterator[Change]:
    for old, new in _steps(earlier.words, later.words):
        if len(old) == len(new):
            yield from (_change(earlier, old[i : i + 1], later, new[i : i + 1]) for i in range(len(old)))
        else:
            yield _change(earlier, old, later, new)


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[range, range]]:
    """The stretches that differ, as places in both."""
    shortest = min(len(old), len(new))
    head = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    rest = shortest - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    old_end, new_end = len(old) - tail, len(new) - tail
    if max(old_end, new_end) - head > _MOST_COMPARED:
        yield range(head, old_end), range(head, new_end)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old[head:old_end], new[head:new_end]).get_opcodes():
        if tag != "equal":
            yield range(head + a, head + b), range(head + c, head + d)


def _change(earlier: Said, old: range, later: Said, new: range) -> Change:
    return Change(before=_passage(earlier, old), after=_passage(later, new))


def _passage(said: Said, places: range) -> str:
    """The sentences as readers see them, with the white space that stands between them."""
    if not places:
        return ""
    start, end = said.sentences[places[0]].start, said.sentences[places[-1]].end
    text = " ".join(flatten(said.raw, start, end).text.split())
    return text if len(text) <= LONGEST_PASSAGE else f"{text[:LONGEST_PASSAGE]}…"
