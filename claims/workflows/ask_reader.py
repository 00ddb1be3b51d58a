"""Put a text before a language model, piece by piece, and check what it proposes. No database."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from claims.core.model_answers import rows_in
from claims.reading.drafts import DraftClaim
from claims.reading.merging import merge
from claims.reading.proposed_drafts import Article, Fault, Proposals, article_of, drafts_from
from claims.reading.reader_prompt import INSTRUCTIONS, PROMPT_VERSION, material
from claims.reading.windows import Window, windows
from claims.sources.chat_completions import ChatModel, Ending, ModelTrouble, ModelUnavailable, UnusableAnswer, Usage

# A text whose pieces together take longer is left where it is: somebody may be waiting.
MOST_SECONDS = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a model's proposals for one text came to.

    `dropped` counts by fault; `remarks` say what was not read and why; `failed` tells that the server was at fault, so
    that asking again may give more.
    """

    drafts: tuple[DraftClaim, ...]
    proposed: int
    dropped: Counter[str]
    usage: Usage
    remarks: tuple[str, ...]
    failed: bool


def reader_name(model: ChatModel) -> str:
    """What the drafts of a model are marked with: itself and the version of what it is asked."""
    return f"{model.model} (prompt {PROMPT_VERSION})"


def ask_reader(
    model: ChatModel, text: str, *, title: str, language: str, publisher: str, published_on: date | None
) -> Asked:
    """The checked drafts of a model. Repeating it asks, and costs, again.

    A model that fails is a remark, not an error: pieces with an unusable answer are left, and after a server that
    cannot be used none is asked any more.
    """
    article = article_of(text, title=title, language=language, publisher=publisher, published_on=published_on)
    pieces = windows(text)
    hearing = _Hearing(model=model, article=article, title=title)
    for number, piece in enumerate(pieces, start=1):
        if hearing.usage.seconds > MOST_SECONDS:
            hearing.remarks.append(f"It took longer than {MOST_SECONDS / 60:.0f} minutes; the rest was not read.")
            break
        try:
            hearing.hear(piece, f"Part {number} of {len(pieces)}")
        except ModelUnavailable as error:
            hearing.fail(error, str(error))
            break
    if pieces and pieces[-1].end < len(text):
        hearing.remarks.append(f"Only the first {pieces[-1].end} of {len(text)} characters were read.")
    return hearing.asked()


@dataclass(slots=True, kw_only=True)
class _Hearing:
    """Gathers the answers for one text."""

    model: ChatModel
    article: Article
    title: str
    usage: Usage = field(default_factory=Usage)
    found: list[Proposals] = field(default_factory=list)
    misshapen: int = 0
    remarks: list[str] = field(default_factory=list)
    failed: bool = False

    def hear(self, piece: Window, name: str) -> None:
        """Ask for one piece. Raises `ModelUnavailable`."""
        try:
            reply = self.model.ask(instructions=INSTRUCTIONS, material=material(self.title, piece.text))
        except UnusableAnswer as error:
            self.fail(error, f"{name} was not read: {error}")
            return
        self.usage += reply.usage
        if reply.ending is Ending.REFUSED:
            self.remarks.append(f"{name} was not read: the model refused.")
            return
        rows = rows_in(reply.content, "claims")
        self.misshapen += rows.misshapen
        self.found.append(drafts_from(rows.rows, self.article, piece, reader_name(self.model)))
        if not rows.whole:
            why = "the answer was cut at its longest" if reply.ending is Ending.CUT else "the answer is no whole JSON"
            self.remarks.append(f"{name} was read in part: {why}.")

    def fail(self, error: ModelTrouble, remark: str) -> None:
        """Take down what failing cost, and say so."""
        self.usage += error.usage
        self.remarks.append(remark)
        self.failed = True

    def asked(self) -> Asked:
        """All of it as one; what overlapping pieces both told stands once."""
        dropped = sum((one.faults for one in self.found), Counter({Fault.MISSHAPEN: self.misshapen}))
        drafts = [draft for one in self.found for draft in one.drafts]
        return Asked(
            drafts=merge((), drafts).fresh,
            proposed=len(drafts) + dropped.total(),
            dropped=Counter({fault.value: count for fault, count in (+dropped).items()}),
            usage=self.usage,
            remarks=tuple(self.remarks),
            failed=self.failed,
        )
