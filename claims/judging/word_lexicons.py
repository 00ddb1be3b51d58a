"""Words by which a sentence of science or of an announcement takes a side, as English stems.

Each list is written as whole words and stemmed once. Only English: Chinese has no stems, and its texts are not judged
by these lists.
"""

import re

from claims.judging.concepts import stem


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


# Says nothing of what a sentence is about.
EMPTY = frozenset(
    "a an the of in on at by for to from with within into as is are was were be been being and or that this these "
    "those it its their his her our we they which who whom than then there here have has had do does did can could "
    "may might must should would will shall also both each other such between among during through over under about "
    "after before via per et al us i you he she not no nor n't t s only more most less least very some any all".split()
)
NEGATING = frozenset("not no n't never neither nor without cannot none nobody nothing hardly barely".split())
# Takes back what is said around it, before or behind: "the gains are overstated", "we failed to reproduce the gains".
DENYING = _stems(
    "fail unable overstate exaggerate overestimate refute disprove contradict debunk mislead unfounded unsupported "
    "irreproducible incorrect erroneous overhyped"
)
# Put before a word, they undo it.
UNDOING = tuple("un in im ir non de dis dys mis anti counter".split())
# More of it, better, brought about.
RISING = _stems(
    "increase increasing rise raise elevate higher high greater larger enhance promote upregulate upregulation "
    "activate activation induce stimulate improve accelerate facilitate gain augment boost expand strengthen amplify "
    "potentiate exacerbate aggravate contribute favor support drive enable allow trigger cause lead restore better "
    "faster stronger longer more exceed outperform surpass superior enrich abundant abundance excess extend prolong "
    "overexpression hyperactive positive positively necessary require required essential critical crucial sufficient "
    "susceptible susceptibility benefit beneficial effective efficacious success successful recruit exacerbation "
    "yield rescue replenish hypersensitive hyper expansion proliferate encourage heighten intensify enlarge multiply "
    "grow growth emergence emerge severe severity robust improvement enhancement stimulation potentiation advantage "
    "superiority help save surge soar double triple highest best largest longest fastest extensive widespread "
    "frequent common predominantly converted strong strongly"
)
# Less of it, worse, held back.
FALLING = _stems(
    "decrease decreasing reduce reduction lower low fewer smaller less inhibit inhibition suppress suppression "
    "downregulate downregulation repress impair impairment attenuate diminish block blockade prevent prevention "
    "abolish abrogate decline deplete depletion deficient deficiency deficit lack loss lose absence absent silence "
    "knockdown knockout ablation disrupt delay slow slower weaken weaker worse worsen poorer poor hinder impede limit "
    "restrict alleviate ameliorate mitigate protect protective resist resistant resistance insensitive fail failure "
    "inferior underperform degrade drop shorten shorter negative negatively dispensable unnecessary ineffective "
    "eliminate removal remove minimal little rare rarely dampen disable unable tolerance counteract antagonize "
    "antagonist inactivate inactivation blunt retard deactivate dysfunction defect defective halt stop cease avoid "
    "avert hypo compromise perturb shrink lessen curb deprive delete deletion inhibitor degradation undetectable "
    "scarce fewest lowest worst smallest weakest shortest slowest weak weakly relieve minimize insensitivity sparse "
    "sparsely spare interfere counter neutralize underestimate disadvantage"
)
# No effect, no link, no difference.
INDIFFERENT = _stems(
    "unaffected unrelated independent independently irrelevant unchanged dispensable uncorrelated insignificant "
    "unable failed fails failure lack lacking absence absent unlikely similar equal equivalent comparable unaltered "
    "same ineffective insufficient unassociated nonsignificant"
)
# An effect or a link, of whichever direction.
LINKING = _stems(
    "affect effect influence impact alter associate association correlate correlation link relate relation role "
    "involve modulate regulate regulation depend dependent contribute interact interaction bind binding predict "
    "predictor indicate determine mediate participate play target control respond"
)
HEDGING = _stems(
    "may might could possibly perhaps potentially potential suggest hypothesize unclear unknown whether investigate "
    "examine determine aim objective sought assess evaluate propose likely appear seem remain controversial debate "
    "test purpose"
)
FINDING = _stems(
    "show showed demonstrate found find finding conclude conclusion result reveal identify observe confirm "
    "significantly significant indicate evidence here"
)
DOUBTING = _stems(
    "overstated overestimated exaggerated misleading incorrect contrary contradict inconsistent refute disprove "
    "unlike instead however although whereas but rather despite surprisingly challenge questioned unreliable "
    "irreproducible reproduce replicate contrast"
)
# "No significant difference", "did not improve", "failed to reproduce", "similar between": nothing was found.
NOTHING_FOUND = re.compile(
    r"\bno (?:\w+ ){0,3}(?:differen|associat|effect|benefit|evidence|improve|increas|chang|correlat|relation|impact"
    r"|influence|role|link|reduc|decreas|gain|advantage)"
    r"|\b(?:not|no|\w+n't) (?:\w+ ){0,2}(?:differ|associat|affect|alter|chang|improv|reduc|increas|correlat|relat"
    r"|influenc|impact|predict|support|contribut|reproduc|replicat|confirm)"
    r"|\b(?:little|minimal|negligible) (?:\w+ )?(?:effect|impact|benefit|evidence|role|influence)"
    r"|\bfail(?:s|ed|ure)? to\b|\bunable to\b|\bneither\b|\bun(?:affected|changed|related)|\birrelevant"
    r"|\bindependent(?:ly)? of|\bwithout (?:\w+ )?(?:affect|alter|chang|improv|lower|reduc|increas)"
    r"|\black(?:s|ed|ing)? of (?:association|effect|evidence|benefit|difference)|\bevidence was lacking"
    r"|\bsimilar (?:to|in|between|across)|\bcomparable|\bnon-?significant|\bdispensable"
    r"|\bnot (?:required|necessary|essential|needed|superior|better|inferior)",
    re.IGNORECASE,
)
