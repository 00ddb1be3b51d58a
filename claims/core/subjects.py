"""Names of systems, makers, chips and benchmarks in a text, and how two names stand to each other.

"M6-10T" and "M6 10B" are members of the family "M6" and not each other; "MT-NGL 530B" is MT-NLG however it is
misspelt; "悟道 2.0" is Wu Dao 2.0; "GPT 3 号" is GPT-3.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from claims.core.known_subjects import KNOWN_SUBJECTS, KnownSubject, SubjectKind


class Sameness(StrEnum):
    """How two names stand to each other: one thing, one the family or a bare form of the other, or two things."""

    SAME = "same"
    FAMILY = "family"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention:
    """A name in a text, `text[start:end]`, with its canonical form. `known` tells that the seed list has it."""

    name: str
    start: int
    end: int
    canonical: str
    kind: SubjectKind
    known: bool = False


_EDGE = re.compile(r"^[\W_]+|[^\w)+]+$")
_SIZE = re.compile(r"[\s-]*(?<![A-Za-z0-9.])A?(?:\d+x)?\d+(?:\.\d+)?\s?[bBmMtT](?![A-Za-z0-9])")
_VARIANT_WORDS = (
    "Pro Mini Nano Micro Tiny Flash Turbo Ultra Opus Sonnet Haiku Large Medium Small Instruct Chat Base Max Plus Lite "
    "Coder Math VL Thinking Preview Exp Vision Audio Omni High Low XL XXL Reasoning Zero R1 Distill Air Reasoner".split()
)
_VARIANT = re.compile(rf"[\s-]+(?:{'|'.join(_VARIANT_WORDS)})(?![A-Za-z0-9])", re.I)
_TAIL = re.compile(
    r"(?:\s?号(?!码|召|称)|[\s-](?:[vV]?\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?|A?(?:\d+x)?\d+(?:\.\d+)?\s?[BMT]"
    rf"|{'|'.join(_VARIANT_WORDS)})(?![A-Za-z0-9%.]|\s?(?:%|x\b|倍|[万亿]|billion|million|trillion|GPUs?\b)))+"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.·/+'’]?[A-Za-z0-9α-ωΑ-Ω]+)*\+?")
_SHAPE = re.compile(r"[A-Z][A-Za-z]*[-.]?[A-Za-z-]*\d|[a-z]+[A-Z]|[A-Z]{2,}[a-z]+|^o\d(?:$|-)|^[a-z]+-[a-z]+-\d{3}$")
_CJK = re.compile(r"[㐀-鿿]")
# Look like names of systems and are not: formats, institutions of the web, units, terms of the trade.
NOT_NAMES = frozenset(
    """moe llm llms gpu gpus tpu tpus cpu cpus api apis flop flops pflops tflops fp8 fp16 fp32 bf16 int8 int4 tf32 nlp
    co2 co2e kwh mwh gwh phd arxiv github pytorch tensorflow jax javascript typescript youtube linkedin macos ios ipad
    iphone neurips icml iclr webgpu websocket k-12 covid-19 f1 s1 s2 s3 top-1 top-5 b2b b2c h1 h2 q1 q2 q3 q4 ml ai agi
    sft rlhf dpo ppo grpo mla mtp rope gqa mha kv cache utf-8 html5 mp3 mp4 s1k r&d ids pdfs urls faqs json ceo cto
    3d 2d i'm i've i'd sota usd rmb us$ p50 p90 p95 p99 f1-score pass1 lora qlora peft fsdp zero-3 sparse-moe ssl
    multi-gpu multi-head self-attention hpc ui ux ides vms sdk sdks cli nlg nlu vlm vlms asr tts ocr rag iot pr prs
    open-source rl fp4 mxfp4 nvfp4 m1 m2 m3 m4 a/b i/o gen1 gen2 non-embedding devday ndv4 x.com ckpt-0 superpod""".split()
)  # fmt: skip


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).replace("\u2010", "-").replace("\u2011", "-").replace("\u2013", "-")


def _key(name: str) -> str:
    """Spelling without what writers vary: case, spaces, hyphens; a point counts ("2.0" is not "20")."""
    folded = re.sub(r"(?<=\d)\s?号$", "", _fold(name).strip())
    return re.sub(r"[\s\-_·]+", "", folded).lower()


_BY_KEY: dict[str, KnownSubject] = {}
for _subject in KNOWN_SUBJECTS:
    for _name in (_subject.name, *_subject.aliases):
        _BY_KEY.setdefault(_key(_name), _subject)

_FIRST_WORDS: dict[str, list[tuple[str, KnownSubject]]] = {}
for _subject in KNOWN_SUBJECTS:
    for _name in (_subject.name, *_subject.aliases):
        if not _CJK.match(_name):
            _first = _WORD.match(_name)
            _FIRST_WORDS.setdefault((_first.group() if _first else _name).lower(), []).append((_name, _subject))
for _names in _FIRST_WORDS.values():
    _names.sort(key=lambda pair: -len(pair[0]))
_CHINESE_NAMES = re.compile(
    "|".join(
        sorted(
            (re.escape(name) for known in KNOWN_SUBJECTS for name in (known.name, *known.aliases) if _CJK.match(name)),
            key=len,
            reverse=True,
        )
    )
)
# Short names and names that are words match only as written: "Phi", "T5", "Yi", "DROP", "Step".
_EXACT_LENGTH = 4
_WORDLIKE = frozenset(
    "clip opt bloom drop math arctic granite bard sora yi falcon mpt coco glue whisper codex gato meta apple flamingo imagen alpaca koala claude".split()
)


def known_subject(name: str) -> KnownSubject | None:
    """The seed's entry for a name or alias in any spelling; None for names it does not know."""
    return _BY_KEY.get(_key(name))


@lru_cache(maxsize=4096)
def canonical_name(name: str) -> str:
    """One spelling for a name: the seed's where it knows the name or its stem ("MT-NGL 530B" → "MT-NLG")."""
    plain = " ".join(_EDGE.sub("", _fold(name)).split())
    known = known_subject(plain)
    if known:
        return known.name
    stem = _SIZE.sub("", _VARIANT.sub("", plain)).strip(" -") if plain else ""
    alias = known_subject(stem) if stem and stem != plain else None
    if alias and stem != alias.name:
        return f"{alias.name}{plain[len(stem) :]}" if plain.startswith(stem) else plain
    return plain or name.strip()


@lru_cache(maxsize=4096)
def family_of(name: str) -> str:
    """The family that a name is a member of, without sizes and variants ("Qwen3-235B-A22B" → "Qwen3"); "" if it is none."""
    canonical = canonical_name(name)
    stem = _SIZE.sub("", canonical)
    stem = re.sub(r"[\s-]+T$", "", _VARIANT.sub("", stem)).strip(" -")
    return stem if stem and stem != canonical else ""


def _root(name: str) -> str:
    return family_of(name) or canonical_name(name)


@lru_cache(maxsize=8192)
def compare_subjects(name: str, other: str) -> Sameness:
    """Same, family (one is the bare family of the other) or different; siblings such as M6 10B and M6-10T are different."""
    mine, theirs = canonical_name(name), canonical_name(other)
    # A name of marks alone has no spelling to compare.
    if not _key(mine) or not _key(theirs):
        return Sameness.DIFFERENT
    if _key(mine) == _key(theirs):
        return Sameness.SAME
    if _key(_root(mine)) == _key(theirs) or _key(_root(theirs)) == _key(mine):
        return Sameness.FAMILY
    shorter, longer = sorted((_key(mine), _key(theirs)), key=len)
    rest = longer[len(shorter) :]
    bare = longer.startswith(shorter) and not shorter[-1].isdigit() and (rest[0].isdigit() or rest[0] == "v")
    return Sameness.FAMILY if bare and len(shorter) > 1 and not shorter[-1].isdigit() else Sameness.DIFFERENT


def _bounded(text: str, start: int, end: int) -> bool:
    return not text[end : end + 1].isascii() or not text[end : end + 1].isalnum()


def _known_at(text: str, start: int, word: str) -> tuple[int, KnownSubject] | None:
    lowered = word.lower()
    stem = _BY_KEY.get(lowered.rstrip("0123456789"))
    if stem and stem.kind is SubjectKind.BENCHMARK:
        return start + len(word), stem
    for first in dict.fromkeys((lowered, re.split(r"[-'’/]", lowered)[0])):
        for name, subject in _FIRST_WORDS.get(first, ()):
            piece = text[start : start + len(name)]
            exact = len(name) < _EXACT_LENGTH or name.lower() in _WORDLIKE
            if (piece == name if exact else piece.lower() == name.lower()) and _bounded(text, start, start + len(name)):
                return start + len(name), subject
    return None


_DESCRIBES = re.compile(
    r"-(?:based|like|level|style|shot|aware|driven|free|guided|only|scale|sized|class)$|^(?:level|type|phase|stage|grade)-"
)
# Longer runs of letters and digits are hashes and garbage.
_LONGEST_NAME = 60


def _is_name(word: str) -> bool:
    lowered = word.lower().rstrip("'’s")
    if (
        _DESCRIBES.search(lowered)
        or lowered in NOT_NAMES
        or word.lower() in NOT_NAMES
        or not 2 <= len(word) <= _LONGEST_NAME
    ):
        return False
    return bool(_SHAPE.search(word))


def _with_tail(text: str, end: int) -> int:
    tail = _TAIL.match(text, end)
    return tail.end() if tail else end


def _latin_names(text: str, extra: frozenset[str]) -> Iterator[NameMention]:
    reached = 0
    for found in _WORD.finditer(text):
        start, word = found.start(), re.split(r"['’/]", found.group())[0]
        if start < reached or not word:
            continue
        known = _known_at(text, start, word)
        if known:
            end, subject = known
            glued = re.compile(r"(?:(?:-[A-Za-z0-9.]*[A-Za-z0-9])+|[\d.]*\d[A-Za-z0-9-]*)").match(text, end)
            end = glued.end() if glued and subject.kind is SubjectKind.SYSTEM else end
            kind, seeded = subject.kind, True
        elif word in extra or _is_name(word):
            end, kind, seeded = start + len(word), SubjectKind.SYSTEM, False
        else:
            continue
        end = _with_tail(text, end) if kind is SubjectKind.SYSTEM else end
        reached = end
        name = text[start:end]
        yield NameMention(name=name, start=start, end=end, canonical=canonical_name(name), kind=kind, known=seeded)


def _chinese_names(text: str) -> Iterator[NameMention]:
    for found in _CHINESE_NAMES.finditer(text):
        subject = _BY_KEY[_key(found.group())]
        end = _with_tail(text, found.end()) if subject.kind is SubjectKind.SYSTEM else found.end()
        name = text[found.start() : end]
        yield NameMention(
            name=name, start=found.start(), end=end, canonical=canonical_name(name), kind=subject.kind, known=True
        )


def find_names(text: str, extra: frozenset[str] = frozenset()) -> tuple[NameMention, ...]:
    """Names of systems, makers, chips and benchmarks in reading order; `extra` are words known to be names here."""
    latin, chinese = list(_latin_names(text, extra)), list(_chinese_names(text) if _CJK.search(text) else ())
    mentions = sorted((*latin, *chinese), key=lambda mention: (mention.start, -mention.end))
    kept: list[NameMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)
