"""Names that an English text makes itself: "we introduce Vicuna", "Kestrel 2", "Borealis, an open chatbot"."""

import re
from collections import Counter
from collections.abc import Iterator

from claims.core.known_subjects import KNOWN_SUBJECTS, KnownSubject, SubjectKind
from claims.core.subjects import NOT_NAMES

_KIND = (
    r"(?:models?|chatbots?|assistants?|agents?|robots?|networks?|laborator(?:y|ies)|labs?|LLMs?|chips?|APIs?|processors?|accelerators?"
    r"|supercomputers?|clusters?|data ?centers?|data ?centres?)\b"
)
_NAME = r"(?P<name>[A-Z][\w.-]{2,30})"
# "Introducing Kestrel 2", "a lab called A-Lab".
_INTRODUCED = re.compile(
    r"\b(?:introduc\w+|present\w*|releas\w+|announc\w+|unveil\w*|launch\w*|propos\w+|call(?:ed|ing)?|named|dubbed|debut\w*|retired|meet"
    r"|open-sourc\w+|buil(?:t|ds|ding)|trained|developed|created|shipp?(?:ed|s|ing))\s"
    r"(?:[a-z]\w*\s)?[*“\"\[]{0,3}(?-i:(?P<name>[A-Z][\w-]{2,30}(?:\.\d[\w-]*)*(?:\s[A-Z][a-z]{2,20})?))"
    r"(?=\s*(?:[]*”\",.;:(!—]|$|\d|\s(?:is|was|which|that|with|as|and|to|for|today|an?|the|our|on|in)\b))",
    re.I,
)
# "Borealis, an open chatbot," and "Borealis is an open chatbot".
_DESCRIBED = re.compile(
    rf"(?:^|(?<=[.!?)*]\s)|(?<=\n)){_NAME}(?:,|\s(?:is|was))\s(?:an?|the|our|its)\s(?:[\w-]+\s){{0,7}}?{_KIND}", re.M
)
# "its Sparrow API", "the replacement, Finch, is".
_OF_A_KIND = re.compile(
    rf"\b(?:[Ii]ts|[Oo]ur|[Tt]he|[Tt]heir)\s(?:new\s|latest\s|first\s)?(?P<name>[A-Z][a-z]{{2,20}})\s{_KIND}"
)
_NEXT = re.compile(rf"\b(?:replacement|successor|model|chatbot|chip|assistant)s?,\s{_NAME},\s(?:is|was|has|can|will)\b")
_THIS_IS = re.compile(r"\b[Tt]his is (?P<name>[A-Z][a-z]+ (?:One|Two|Three|[A-Z][a-z]+|[IVX]+))(?=[,.])")
# What comes behind a name that does something.
_ACTS = r"(?:['’]s\b|\s(?:is|was|has|had|can|uses?d?|achieves?d?|outperforms?|took|takes|costs?|reach\w+|require[sd]?|scores?d?)\b)"
# What a system does and hardly anything else: "Marlin has 3 billion parameters", "Marlin outperforms".
_RUNS = (
    r"\s(?:(?:scor|outperform|support|generat|achiev|answer|handl|surpass)(?:e?s|e?d)\b|(?:is|was|were)\s(?:pre-?|re)?trained\b|runs\son\b"
    r"|(?:has|with|packs|comes with)\s(?:\w+\s){0,2}?[\d.]+\s?(?:[BMT]\b|billion|million|trillion)?\s?(?:active\s)?(?:param\w*|layers|experts|tokens))"
)
_CAPITAL = re.compile(r"(?<![\w-])(?P<name>[A-Z][a-z]{2,20}(?:-[A-Z][a-z]+)?|[A-Z]{4,10})(?![\w-])")
# Times that a word has to be written as a name, not at the start of a sentence, to be one.
_AGAIN = 2
_EDITION = re.compile(
    r"\b(?P<name>[A-Z][a-z]{2,20}) [vV]?\d{1,2}(?:\.\d)?(?![\d,]|\.\d|\s?(?:%|x\b|[BMTK]\b|GB|billion|million))"
)
_STEM = re.compile(r"(?<![\w-])(?P<name>[A-Z][A-Za-z]{2,})-[vV]?\d[\w.]*")
_COMPANY = re.compile(
    r"\b(?P<name>(?P<short>[A-Z][\w&-]{2,20}) (?:AI|Labs?|Semiconductors?|Technologies|Audio|Robotics|Systems|Computing|Inc|Corp|Ltd|Research"
    r"|Intelligence|Therapeutics|Motors)\b)(?! (?:Act|Office|Institute|Index|Conference|Summit))"
)
_COMPANY_ACTS = re.compile(
    r"['’]s\b|\s(?:said|says|employs|was founded|raised|announced|reported|plans|makes|builds|has|is)\b"
)
_HEAD_OF_BENCHMARKS = re.compile(
    r"^\|\s*(?:benchmarks?|datasets?|tasks?|evals?|evaluations?|tests?|评测集?|评测基准|基准|数据集|测试集|任务)[^|\n]*\|.*$",
    re.I | re.M,
)
_LABEL = re.compile(r"^\|\s*\**(?P<name>[A-Z][\w-]*(?: [A-Z0-9][\w-]*)?)\**\s*\|", re.M)
_BENCHMARK = re.compile(
    r"(?P<name>[A-Z][A-Za-z]+(?:-[A-Za-z0-9]+)*)\s?(?:benchmark|leaderboard|examination|exam|test suite|dataset|榜单?|评测集?|测试集|基准|数据集|排行榜)(?![A-Za-z])"
)

_NO_NAMES = frozenset(
    """the this our new open today figure table section chapter step part version day week model models two three four now
    here more support api gpu preview beta early full code data weights it there that what which such one however instead
    overall moreover furthermore therefore thus hence then next first second third still meanwhile yesterday later once
    also besides nevertheless nonetheless indeed as with in for at on by of from to and or but is was top level phase stage
    tier page line row issue no grade round season episode volume round about over under only nearly around another other
    large language neural deep machine artificial european american chinese national public private independent academic
    january february march april may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday appendix equation algorithm experts layers score scores class type series generation windows
    android python cuda apache licence license research general human humans we you they he she its their his her each every
    all some most many few both these those when where while after before since because although if an a""".split()
)


def english_names(text: str, title: str) -> Iterator[KnownSubject]:
    """The systems, companies and benchmarks that the text names by itself; a name may come again."""
    for company in _COMPANY.finditer(text):
        short, name = company["short"], company["name"]
        again = bool(re.search(rf"\b{re.escape(short)}\b(?!\s[A-Z])", text))
        if _is_own(short) and (again or text.count(name) > 1 or _COMPANY_ACTS.match(text, company.end())):
            yield KnownSubject(name=name, kind=SubjectKind.MAKER, aliases=(short,) if again else ())
    for name in _benchmarks(text):
        yield KnownSubject(name=name, kind=SubjectKind.BENCHMARK)
    for name in _systems(text, title):
        yield KnownSubject(name=name, kind=SubjectKind.SYSTEM)


def _benchmarks(text: str) -> Iterator[str]:
    for head in _HEAD_OF_BENCHMARKS.finditer(text):
        rows = text[head.end() : text.find("\n\n", head.end()) if "\n\n" in text[head.end() :] else len(text)]
        yield from (found["name"] for found in _LABEL.finditer(rows))
    yield from (found["name"] for found in _BENCHMARK.finditer(text) if _is_own(found["name"]))


def _systems(text: str, title: str) -> Iterator[str]:
    patterns = (_INTRODUCED, _OF_A_KIND, _NEXT, _THIS_IS)
    found = [match["name"] for pattern in patterns for match in pattern.finditer(text)]
    found += [match["name"] for match in _STEM.finditer(text) if match["name"] not in _SEED_STEMS]
    described = [match["name"] for match in _DESCRIBED.finditer(text)]
    found += [name for name in described if re.search(rf"(?<![\w-]){re.escape(name)}{_ACTS}", text)]
    editions = [match["name"] for match in _EDITION.finditer(text)]
    found += [name for name in editions if editions.count(name) > 1 or _EDITION.search(title)]
    found += list(_in_title_and_again(text, title))
    found += [name for name in _capitals(text) if re.search(rf"(?<![\w-]){re.escape(name)}{_RUNS}", text)]
    yield from (plain for name in found if _is_own(plain := name.rstrip(".-")))


def _in_title_and_again(text: str, title: str) -> Iterator[str]:
    """The word before the title's colon, and words that it writes as names though not all words, if the text does too."""
    named = _capitals(text, again=1)
    head, colon, _ = title.partition(":")
    words = re.findall(r"[A-Za-z]{4,}", title)
    all_capital = sum(word[0].isupper() for word in words) * 2 > len(words) + 1
    for found in _CAPITAL.finditer(title):
        if (
            found["name"] in named
            and text.count(found["name"]) > _AGAIN
            and (not all_capital or (colon and found["name"] == head.strip()))
        ):
            yield found["name"]


def _capitals(text: str, again: int = _AGAIN) -> list[str]:
    """The words that come again with a capital inside sentences and nowhere without, persons aside."""
    inside = Counter(
        found["name"]
        for found in _CAPITAL.finditer(text)
        if _INSIDE.search(text[max(0, found.start() - 2) : found.start()])
        and not _PERSON.search(text[max(0, found.start() - 12) : found.end() + 14])
    )
    words = set(re.findall(r"\b[a-z]{3,}\b", text))
    return [name for name, times in inside.items() if times >= again and name.lower() not in words]


_INSIDE = re.compile(r"[a-z,;]\s$")
# "said Colm Breslin": two capitalised words in a row are a person or a place more often than a system.
_PERSON = re.compile(r"\b(?:said|says|Mr|Ms|Dr|professor|told|by)\s|[A-Z][a-z]+\s[A-Z][a-z]+")


_SEED_STEMS = frozenset(found["name"] for known in KNOWN_SUBJECTS if (found := _STEM.match(known.name)))


def _is_own(name: str) -> bool:
    plain = name.lower()
    return (
        len(name) > 1
        and name[:1].isupper()
        and plain not in _NO_NAMES | NOT_NAMES
        and not plain.endswith(("ly", "ing"))
    )
