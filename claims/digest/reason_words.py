"""Why a status is what it is, in one sentence for each reason code of `claims.judging`, and what a notice says."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from claims.core.papers import Standing

REASON_WORDS = {
    "contradicted": _("A source contradicts it."),
    "condition_left_out": _("It holds only under a condition that the announcement left out."),
    "overtaken": _("It was so when it was said; a later record has overtaken it."),
    "supported": _("An independent source backs it."),
    "attested": _("Those who made the claim, or people close to them, back it."),
    "lesser_contrary": _("Weaker evidence says otherwise."),
    "arithmetic_agrees": _("Recomputed from its inputs, the figure holds."),
    "arithmetic_disagrees": _("Recomputed from its inputs, the figure does not hold."),
    "excluded": _("A document that spoke to it was retracted or withdrawn and no longer counts."),
    "excluded_arithmetic": _(
        "A sum no longer counts, because a document that gave a figure was retracted or withdrawn."
    ),
    "only_mentions": _("Passages concern it, but none says whether it holds."),
    "no_evidence": _("Nothing beyond the announcement is known."),
    "held_by_person": _("A person’s ruling stands."),
    "weighty_since": _("Weighty evidence has come since a person ruled."),
    "ruled": _("A person has ruled so."),
    "lifted": _("A person took the ruling back."),
    "reviewed": _("An editor has gone over the evidence."),
    "certainty_consistent": _("Independent teams say the same."),
    "certainty_bias": _("Only the claimant’s own side is heard."),
    "certainty_indirect": _("The evidence is about a narrower statement."),
    "certainty_inconsistent": _("Sources disagree."),
    "certainty_imprecise": _("No passage is read with confidence."),
    "certainty_notice": _("A document that counts was corrected or carries a notice of concern."),
}

# What the publisher says of a paper; the codes are those of `Standing`.
NOTICE_WORDS = {
    Standing.CURRENT.value: _("An earlier notice on this paper was taken back."),
    Standing.CORRECTED.value: _("This paper was corrected."),
    Standing.EXPRESSION_OF_CONCERN.value: _("The publisher has expressed concern about this paper."),
    Standing.RETRACTED.value: _("This paper was retracted."),
    Standing.WITHDRAWN.value: _("This paper was withdrawn."),
}

# Reasons that are told although another one weighs more, because they say what is new.
_TELLING = ("weighty_since", "excluded", "excluded_arithmetic", "lifted")


def why(reasons: Sequence[str]) -> list[str]:
    """The weightiest reason as a sentence, and one more where that alone would not say what happened; none for none."""
    known = [code for code in dict.fromkeys(reasons) if code in REASON_WORDS]
    # That a ruling stands explains nothing new; what came in does.
    first = next((code for code in known if code != "held_by_person"), None) or next(iter(known), None)
    also = next((code for code in _TELLING if code in known and code != first), None)
    return [gettext(REASON_WORDS[code]) for code in (first, also) if code]


def notice_words(reasons: Sequence[str]) -> str:
    """What the latest notice among the codes says of a paper, "" for none."""
    return next((gettext(NOTICE_WORDS[code]) for code in reasons if code in NOTICE_WORDS), "")
