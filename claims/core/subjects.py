"""Names of systems, makers, chips and benchmarks in a text, and how two names stand to each other.

"M6-10T" and "M6 10B" are members of the family "M6" and not each other; "MT-NGL 530B" is MT-NLG however it is
misspelt; "悟道 2.0" is Wu Dao 2.0; "GPT 3 号" is GPT-3.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from claims.core.han import HAN
from claims.core.known_subjects import KnownSubject, SubjectKind
from claims.core.lexicon import SEED, WORD, Lexicon, fold, spelling


class Sameness(StrEnum):
    """How two names stand to each other: one thing, one the family or a bare form of the other, or two things."""

    SAME = "same"
    FAMILY = "family"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention:
    """A name in a text, `text[start:end]`, with its canonical form."""

    name: str
    start: int
    end: int
    canonical: str
    kind: SubjectKind


_EDGE = re.compile(r"^[\W_]+|[^\w)+]+$")
_SIZE = re.compile(r"[\s-]*(?<![A-Za-z0-9.])A?(?:\d+x)?\d+(?:\.\d+)?\s?[bBmMtT](?![A-Za-z0-9])")
_VARIANT_WORDS = (
    "Pro Mini Nano Micro Tiny Flash Turbo Ultra Opus Sonnet Haiku Large Medium Small Instruct Chat Base Max Plus Lite "
    "Coder Math VL Thinking Preview Exp Vision Audio Omni High Low XL XXL Reasoning Zero R1 Distill Air Reasoner".split()
)
_VARIANT = re.compile(rf"[\s-]+(?:{'|'.join(_VARIANT_WORDS)})(?![A-Za-z0-9])", re.I)
_TAIL = re.compile(
    r"(?:\s?号(?!码|召|称)|[\s-](?:[vV]?\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?|A?(?:\d+x)?\d+(?:\.\d+)?\s?[BMT]"
    rf"|{'|'.join(_VARIANT_WORDS)})(?![A-Za-z0-9%]|\.\d|\s?(?:%|x\b|倍|[万亿]|billion|million|trillion|GPUs?\b)))+"
)
_SHAPE = re.compile(r"[A-Z][A-Za-z]*[-.]?[A-Za-z-]*\d|[a-z]+[A-Z]|[A-Z]{2,}[a-z]+|^o\d(?:$|-)|^[a-z]+-[a-z]+-\d{3}$")
# Look like names of systems and are not: formats, institutions of the web, units, terms of the trade.
NOT_NAMES = frozenset(
    """moe llm llms gpu gpus tpu tpus cpu cpus api apis flop flops pflops tflops fp8 fp16 fp32 bf16 int8 int4 tf32 nlp
    co2 co2e kwh mwh gwh phd arxiv github pytorch tensorflow jax javascript typescript youtube linkedin macos ios ipad
    iphone neurips icml iclr webgpu websocket k-12 covid-19 f1 s1 s2 s3 top-1 top-5 b2b b2c h1 h2 q1 q2 q3 q4 ml ai agi
    sft rlhf dpo ppo grpo mla mtp rope gqa mha kv cache utf-8 html5 mp3 mp4 s1k r&d ids pdfs urls faqs json ceo cto
    3d 2d i'm i've i'd sota usd rmb us$ p50 p90 p95 p99 f1-score pass1 lora qlora peft fsdp zero-3 sparse-moe ssl
    multi-gpu multi-head self-attention hpc ui ux ides vms sdk sdks cli nlg nlu vlm vlms asr tts ocr rag iot pr prs
    open-source rl fp4 mxfp4 nvfp4 m1 m2 m3 m4 a/b i/o gen1 gen2 non-embedding devday ndv4 x.com ckpt-0 superpod sram dram
    vram hbm hbm2 hbm3 hbm3e fpga fpgas asic asics nvlink cuda ssd mllm mllms""".split()
)  # fmt: skip


def known_subject(name: str) -> KnownSubject | None:
    """The seed's entry for a name or alias in any spelling; None for names it does not know."""
    return SEED.named(name)


def canonical_name(name: str) -> str:
    """One spelling for a name: the seed's where it knows the name or its stem ("MT-NGL 530B" → "MT-NLG")."""
    return canonical_in(SEED, name)


@lru_cache(maxsize=4096)
def canonical_in(lexicon: Lexicon, name: str) -> str:
    """One spelling for a name: the lexicon's where it knows the name or its stem."""
    plain = " ".join(_EDGE.sub("", fold(name)).split())
    known = lexicon.named(plain)
    if known:
        return known.name
    stem = _SIZE.sub("", _VARIANT.sub("", plain)).strip(" -") if plain else ""
    alias = lexicon.named(stem) if stem and stem != plain else None
    if alias and stem != alias.name and plain.startswith(stem):
        member = f"{alias.name}{plain[len(stem) :]}"
        known = lexicon.named(member)
        return known.name if known else member
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
    if not spelling(mine) or not spelling(theirs):
        return Sameness.DIFFERENT
    if spelling(mine) == spelling(theirs):
        return Sameness.SAME
    if spelling(_root(mine)) == spelling(theirs) or spelling(_root(theirs)) == spelling(mine):
        return Sameness.FAMILY
    shorter, longer = sorted((spelling(mine), spelling(theirs)), key=len)
    rest = longer[len(shorter) :]
    bare = longer.startswith(shorter) and not shorter[-1].isdigit() and (rest[0].isdigit() or rest[0] == "v")
    return Sameness.FAMILY if bare and len(shorter) > 1 and not shorter[-1].isdigit() else Sameness.DIFFERENT


def _known_at(lexicon: Lexicon, text: str, start: int, word: str) -> tuple[int, KnownSubject] | None:
    """Where the known name that begins at `start` ends, and what it stands for: the longest there is."""
    lowered = word.lower()
    stem = SEED.by_spelling.get(lowered.rstrip("0123456789"))
    if stem and stem.kind is SubjectKind.BENCHMARK:
        return start + len(word), stem
    for first in dict.fromkeys((lowered, re.split(r"[-'’/]", lowered)[0])):
        standing = (spelt for spelt in lexicon.beginning_with(first) if spelt.stands_at(text, start))
        longest = max(standing, key=lambda spelt: len(spelt.name), default=None)
        if longest:
            return start + len(longest.name), longest.subject
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


def _latin_names(lexicon: Lexicon, text: str, extra: frozenset[str]) -> Iterator[NameMention]:
    reached = 0
    for found in WORD.finditer(text):
        start, word = found.start(), re.split(r"['’/]", found.group())[0]
        if start < reached or not word:
            continue
        known = _known_at(lexicon, text, start, word)
        if known:
            end, subject = known
            glued = _GLUED.match(text, end) if subject.kind is SubjectKind.SYSTEM else None
            end, kind = glued.end() if glued else end, subject.kind
        elif word in extra or _is_name(word):
            end, kind = start + len(word), SubjectKind.SYSTEM
        else:
            continue
        mention = _mention(lexicon, text, start, end, kind)
        reached = mention.end
        yield mention


_GLUED = re.compile(r"(?:(?:-[A-Za-z0-9.]*[A-Za-z0-9])+|[\d.]*\d[A-Za-z0-9-]*)")


def _mention(lexicon: Lexicon, text: str, start: int, end: int, kind: SubjectKind) -> NameMention:
    """The mention with its tail ("2.0", "7B"), or with the noun that makes it another thing than a system."""
    if kind is not SubjectKind.SYSTEM:
        return NameMention(
            name=text[start:end], start=start, end=end, canonical=canonical_in(lexicon, text[start:end]), kind=kind
        )
    thing = ANOTHER_THING.match(text, end)
    end = thing.end() if thing else _with_tail(text, end)
    name = text[start:end]
    canonical = " ".join(name.split()) if thing else canonical_in(lexicon, name)
    return NameMention(name=name, start=start, end=end, canonical=canonical, kind=kind)


# Nouns that make of a name another thing than the system of that name: "the Gemini telescope", 双子座望远镜.
ANOTHER_THING = re.compile(
    r"\s(?:telescopes?|observatory|constellation|spacecraft|satellites?|rockets?|capsule|space mission|programme|aircraft"
    r"|missiles?|hurricane|asteroid)(?![A-Za-z])|\s?(?:望远镜|天文台|星座|航天器|飞船|卫星|火箭|导弹)",
)


def _chinese_names(lexicon: Lexicon, text: str) -> Iterator[NameMention]:
    for start, end, subject in lexicon.chinese_in(text):
        yield _mention(lexicon, text, start, end, subject.kind)


def find_names(text: str, lexicon: Lexicon = SEED, extra: frozenset[str] = frozenset()) -> tuple[NameMention, ...]:
    """Names of systems, makers, chips and benchmarks in reading order: those of the lexicon, and what looks like one.

    `extra` are words known to be names here. Of names that overlap the first, then the longest stands.
    """
    latin = list(_latin_names(lexicon, text, extra))
    chinese = list(_chinese_names(lexicon, text) if HAN.search(text) else ())
    mentions = sorted((*latin, *chinese), key=lambda mention: (mention.start, -mention.end))
    kept: list[NameMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)
