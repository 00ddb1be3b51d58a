"""When the word judge may speak: its verdict on a document becomes a view of the passage that bears most on a claim.

The rules of `number_stance` and `word_stance` come first: where any passage of the document gave them a view, the model
is not asked. It was trained and measured on biomedicine, never on news of AI, so its chances are discounted.
"""

from claims.judging.claim_readings import ReadClaim
from claims.judging.findings import Stance
from claims.judging.paper_readings import ReadPaper, ReadPassage
from claims.judging.relevance import Bond, Relevance
from claims.judging.views import View, contradicts, supports
from claims.judging.word_model import WordVerdict, judge_words
from claims.judging.wording import REFUTING

# Out of fold on SciFact (919 pairs, three shuffles) supports at this chance, in a sentence with half of the claim that
# does not itself say the opposite, were right 84 times in 100, of 114 a shuffle.
SURE_SUPPORT = 0.7
COVERED_SUPPORT = 0.5
# No chance alone made contradictions right more than 70 times in 100. At this one, in a sentence with two thirds of the
# claim that turns the same things the other way, they were right 88 times in 100, of 20 a shuffle.
SURE_CONTRADICTION = 0.7
COVERED_CONTRADICTION = 0.65
# What is left of a chance in another field. Words count without a person only where an installation says so; a
# contradiction stays at or below half, so that hardly any such setting lets it accuse.
SUPPORT_ELSEWHERE = 0.8
CONTRADICTION_ELSEWHERE = 0.5
# A claim of fewer words has too little in it to be told from a mere name.
SHORTEST_CLAIM = 5
# Beyond an abstract's length the model was not trained.
LONGEST_TEXT = 40
_CLOSE = frozenset({Bond.NAMED, Bond.PRESENTED, Bond.CONTINUED, Bond.TITLED})


def by_word_model(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """The model's view of `passage`, None unless the passage is what bears most on a claim that it may judge."""
    if passage.location != "abstract" or not may_be_judged(claim) or not _tied(claim, tied):
        return None
    sentences = tuple(one.text for one in paper.passages if one.location == "abstract")[:LONGEST_TEXT]
    verdict = judge_words(claim.statement.text, paper.record.title, sentences)
    if verdict is None or sentences[verdict.sentence] != passage.text:
        return None
    view = view_of(verdict)
    return None if view and view.stance is Stance.SUPPORTS and REFUTING.search(passage.text) else view


def may_be_judged(claim: ReadClaim) -> bool:
    """Whether words decide the claim: no number, rank, chip, day or secret that rules judge better."""
    by_rules = claim.main or claim.ranks or claim.about_hardware or claim.undisclosed or claim.little_known or claim.day
    return not by_rules and len(claim.statement.text.split()) >= SHORTEST_CLAIM


def _tied(claim: ReadClaim, tied: Relevance) -> bool:
    """A claim on a named system needs a passage of that system; one on things in general has its topic alone."""
    return tied.bond in _CLOSE if claim.names else tied.bond is Bond.TOPIC


def view_of(verdict: WordVerdict) -> View | None:
    """The view, where the verdict is sure enough and the sentence itself does not say the opposite.

    A contradiction must also be plain to see: its sentence turns the claim's own words the other way.
    """
    chances, covered = verdict.chances, verdict.covered
    told = f"by its words {chances.supports:.0%} likely to support and {chances.contradicts:.0%} to contradict"
    at_odds = verdict.opposed or verdict.finds_nothing
    if chances.supports >= SURE_SUPPORT and covered >= COVERED_SUPPORT and not at_odds:
        return supports(SUPPORT_ELSEWHERE * chances.supports, told)
    plain = verdict.opposed and covered >= COVERED_CONTRADICTION
    if chances.contradicts >= SURE_CONTRADICTION and plain:
        return contradicts(CONTRADICTION_ELSEWHERE * chances.contradicts, told)
    return None
