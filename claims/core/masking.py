"""Digits that are no numbers: addresses, identifiers, dates, version names, references. They are blanked in place.

The masked text has the length of the original, so offsets hold in both.
"""

import re

from claims.core.known_subjects import COUNTED_VERSIONS

# Stands for a masked character: not a digit, letter, space or sign, so that no pattern of a number can cross it.
FILLER = "\ufffc"
# Stands for the name of a chip, which a number in front of it counts: "8×H100" is eight of them and no factor.
CHIP_FILLER = "\ufffb"

_FOLD = (
    {
        ord(wide): narrow
        for wide, narrow in zip("０１２３４５６７８９％．＋－／＄＝（）：", "0123456789%.+-/$=():", strict=True)
    }
    | {ord(space): " " for space in "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"}
    | dict.fromkeys(map(ord, "‐‑−"), "-")
)

_TEX_NUMBER = re.compile(
    r"\$((?:[\d.,~\s%^{}+×x·-]|\\[%,;$]|\\(?:times|cdot|sim|approx|geq?|leq?|mathrm|text)(?![a-z])){1,40})\$(?!\d)"
    r"|\$(\\(?:sim|approx|geq?|leq?)\s?)\$"
    # Any other formula: it holds a TeX sign and no words, so that its dollars are no currency.
    r"|\$((?=[^$\n]*[\\^_{}])(?![^$\n]*\s[a-z]{3,}\s)[^$\n]{1,60}|[\d.]{1,8}\s?[A-Za-z]{1,3})\$(?!\d)"
)
_TEX_SIGNS = ((r"\times", "×"), (r"\cdot", "×"), (r"\sim", "~"), (r"\approx", "≈"), (r"\%", "%"), (r"\$", "$"),
              (r"\,", " "), (r"\geq", "≥"), (r"\leq", "≤"), (r"\ge", "≥"), (r"\le", "≤"))  # fmt: skip
_TEX_TIE = re.compile(r"(?<=\d)~(?=[A-Za-z])")

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
# Words before a small number that make it a reference or the next edition of a name, not an amount.
_LOCATORS = (
    r"(?:[Ff]ig(?:ure|s)?\.?|[Tt]able|[Ss]ection|[Ss]ec\.|[Cc]hapter|[Aa]ppendix|[Ee]q(?:uation|s)?\.?|[Pp]art|[Ss]tep"
    r"|[Pp]hase|[Ss]tage|[Vv]ersion|[Vv]er\.|[Tt]ier|[Ll]evel|[Aa]lgorithm|[Vv]olume|[Vv]ol\.|[Ii]ssue|[Nn]o\.|[Pp]p?\."
    r"|[Ee]pisode|[Ll]ine|[Rr]ow|[Cc]olumn|[Gg]eneration|Apache|License|Creative Commons|BY|CUDA|Python|PyTorch"
    r"|TensorFlow|Top|top|GPL|arXiv|PEP|RFC|HTTP|RTX|GTX|Xeon|Radeon|PCIe|图|表|第|版本|步骤|阶段)"
)
_NAMES = "|".join(sorted(map(re.escape, COUNTED_VERSIONS), key=len, reverse=True))

_GLUED_UNITS = r"(?:[kKMGTPE]?(?:Hz|Wh|FLOP|iB|bps)|[kKMGTP][BWJ]|[BMT]illion|Thousand|GPU|TPU|CPU|NPU|USD|RMB|EUR|CNY|GBP|Gbit|Mbit)"

_PROTECTED = re.compile(
    "|".join(
        (
            r"(?P<address>(?:https?://|www\.)[^\s<>\"'）)】]+|\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]+)",
            r"(?P<identifier>\b(?:doi:\s?|arXiv:\s?)\S+|\b10\.\d{4,9}/\S+"
            r"|\b(?:0[7-9]|1\d|2\d)(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d+)?\b)",
            r"(?P<reference>\[\d{1,3}(?:[,，–-]\s?\d{1,3}){0,20}\])",
            rf"(?P<date>\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s(?:19|20)\d\d)?\b(?!\s?(?:%|x\b))"
            rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\b(?:,?\s(?:19|20)\d\d)?"
            rf"|\b{_MONTH},?\s(?:of\s)?(?:19|20)\d\d\b"
            r"|\b(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])\b"
            r"|(?<!\d)(?:19|20)\d\d\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号])?)?"
            r"|(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?[日号]|(?<!\d)\d{1,2}\s?月(?:份|底|初|中旬))",
            r"(?P<year>(?<![\d.,$€£¥])\b(?:19[5-9]\d|20[0-3]\d)s?\b(?![.,]?\d)"
            r"(?![\s-]?(?:%|x\b|×|\+|[kKMBT]\b|billion|million|trillion|thousand|[万亿千倍个张台块美元欧英港秒种名条项款枚颗次吨]"
            r"|(?:百[万亿]|分钟|小时|周(?!年)|天(?![津猫])|月|千瓦|兆瓦|公斤|毫秒)|(?:milli)?seconds?\b|minutes?\b|days?\b|weeks?\b|months?\b"
            r"|[kMGT]Wh?\b|[GMT]B\b|kg\b|tons?\b|tonnes?\b|times\b|percent\w*|dollars?\b|euros?\b|yuan\b|users\b|languages\b|GPU|TPU|A100|H100|tokens?\b"
            r"|images?\b|examples?\b|parameters?\b|params?\b|hours?\b|samples?\b|chips?\b)))",
            r"(?P<time>\b\d{1,2}:\d{2}(?::\d{2})?\b|\b24/7\b|(?<![\d.])\b\d{1,2}/\d{1,2}/\d{2,4}\b)",
            rf"(?P<locator>(?<![A-Za-z]){_LOCATORS}\s?[#-]?\d+(?:\.\d+){{0,3}}[a-z]?\b(?!\s?(?:%|x\b|[万亿倍]))"
            r"|(?<![A-Za-z])§\s?\d[\d.]*)",
            # A letter, then digits somewhere in one word: GPT-3, V100, Qwen1.5-72B, CO2. Not x11, which is "11 times".
            r"(?P<dotted>\b[A-Z]{2,}\.\d+\b)|(?P<name>(?:(?<![A-Za-z0-9])|(?<=\d[x×])(?=[A-Z]))(?!(?:[x×](?!(?:86|64)\b)|USD|US|RMB|CNY|EUR|GBP)\d)[A-Za-z]{1,40}(?:[-_.+][A-Za-z]{1,40}){0,6}[-_]?"
            r"\d[A-Za-z0-9]{0,40}(?:[-_.+][A-Za-z0-9]+){0,8})",
            rf"(?P<version>(?<![A-Za-z])(?:{_NAMES})[\s-]?[vV]?\d{{1,2}}(?:\.\d{{1,2}})?(?![\d,]|\.\d|\s?[%％倍])"
            rf"(?![BMTKx]\b)(?!\s(?:billion|million|trillion|thousand|times|percent)\b)(?:\s?号)?)",
            # "Gemma 3 is", "Orion 2.0,": a capitalised word and a small number that nothing is counted by.
            r"(?P<edition>\b(?!(?:Over|In|At|Only|About|Nearly|Around|Just|From|To|By|With|Than|Of|For|Least|Most|The|On|All"
            r"|Using|And|Or|Up|Under|Within|After|Roughly|Approximately|Some|Another|Score|Scores|Layers|Experts|Heads|RMB|USD|CNY|EUR|GBP)\b)"
            r"[A-Z][A-Za-z-]{2,30} [vV]?\d(?:\.\d)?(?=[,:，](?!\d)|[;)!?、。）]|\.(?:\s|$)|\s(?:is|was|were|are|has|have|had|can|will|and|or"
            r"|which|that|model|models|family|series|on|in|at|to|uses|with|by|achieves|outperforms|does|from"
            r"|[A-Z][a-z]+)\b|的|系列|模型|是|在))",
            r"(?P<semver>\bv?(?!\d{1,3}(?:\.\d{3}){2,}(?![.\d]))\d+\.\d+\.\d+(?:[.\w-]*)?|\bv\d+(?:\.\d+)?\b)",
            # A digit glued to a name: 8-A100, 3D, 4x4, 2nd, 4bit, 8-bit.
            r"(?P<glued>(?<![\d.,/A-Za-z])\d{1,3}(?:-[A-Z]\d{2,}\w*|D\b|K\b(?=\s(?:resolution|video|images?|display))|(?:st|nd|rd|th)\b(?!\s?of\b)|-?bits?\b|[x×](?!10\s?(?:\^|\*\*|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]))\d+(?:[x×]\d+)?[BM]?\b)"
            r"|(?<![\d.])\d{2,5}\s?[x×X]\s{0,6}\d{2,5}(?:\s?[x×X]\s{0,6}\d+)?(?![\d.]*\^)\b|(?<![\d.])\d\s?比特|(?<![\d.])\d{1,2}\s?位(?:量化|精度))",
            # Indices and powers of anything but a number: H$_2$O, N^3, cm^{-1}; 10^{25} is an amount.
            r"(?P<script>(?:_|(?<!\d)(?<!\d\s)\^)\{?\s?[-+]?\d+(?:[./]\d+)?)",
            r"(?P<item>\(\d{1,2}\)(?=\s[A-Za-z])|(?:(?<=,\s)|(?<=;\s)|(?<=\band\s))\d\)(?=\s[A-Za-z]))",
            r"(?P<code>(?<![\d.,])0\d{3,}(?![\d.,]))",
            # A digit that begins a name: 4KAgent, 3DGS. Units and scales written as one with their number are none.
            rf"(?P<headed>(?<![\d.,A-Za-z])(?:\d{{3,4}}\s?Ti\b|\d{{1,2}}(?!{_GLUED_UNITS})[A-Z][A-Za-z]{{2,}}))",
            r"(?P<at>(?<=[A-Za-z])@\d{1,4}\b)",
            r"(?P<mobile>(?<![\d.])[345]G\b(?!\s?(?:显存|内存|memory|of|RAM|VRAM)))",
            r"(?P<shots>\b\d{1,3}-(?:shots?|hop|way|fold\scross)\b)",
        )
    )
)
_CHIP = re.compile(r"(?:[AHVBPL]\d{2,3}|GB\d{3}|MI\d{3}|H20|TPU)(?!\d)")
_LIST_MARKER = re.compile(
    r"(?m)^[ \t>]*(?:#{1,6}[ \t]*)?(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)、][ \t]+(?=\S)|\d{1,2}(?:\.\d{1,2}){1,3}[ \t]+(?=[A-Z][a-z]))"
)


def fold_width(text: str) -> str:
    """Full-width digits and signs as ASCII, special spaces and hyphens as plain ones; the length stays."""
    return text.translate(_FOLD)


def _blank(match: re.Match[str]) -> str:
    filler = CHIP_FILLER if _CHIP.match(match.group()) else FILLER
    return filler * len(match.group())


def plain_signs(text: str) -> str:
    """Fold width and rewrite TeX's number signs in place: "$1$ trillion" → " 1  trillion", "3 \\times 10^{23}" kept."""
    text = fold_width(text)
    if "$" in text:
        text = _TEX_NUMBER.sub(lambda found: f" {found.group(1) or found.group(2) or found.group(3)} ", text)
    if "\\" in text:
        for sign, plain in _TEX_SIGNS:
            text = text.replace(sign, plain.rjust(len(sign)) if plain in "%$" else plain.ljust(len(sign)))
    return _TEX_TIE.sub(" ", text)


def mask_non_numbers(text: str) -> str:
    """The text with every digit that is no number blanked by `FILLER`; same length, signs made plain."""
    return _PROTECTED.sub(_blank, _LIST_MARKER.sub(_blank, plain_signs(text)))
