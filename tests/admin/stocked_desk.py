"""A desk on which every table has a row, and every queue something that waits."""

from claims.models import BulkAct, Claim, DeskAct, ImportKind
from claims.workflows.comment_on_claim import comment_on_claim
from claims.workflows.decide_claim import decide_claim
from claims.workflows.open_bulk import open_bulk
from claims.workflows.open_import import GivenFile, open_import
from tests.admin.made_up_telling import telling
from tests.web.made_up_claims import claim_with_everything
from tests.web.made_up_relatives import relatives
from tests.web.made_up_sources import sources_in_several_states, watched_papers
from tests.workflows.made_up_claims import NOW
from tests.workflows.made_up_evidence import decisions, person
from tests.workflows.made_up_feeds import lead
from tests.workflows.watched_site import edited_page


def stock_the_desk() -> Claim:
    """Fill every table of the desk; the claim that has everything."""
    made = claim_with_everything()
    relatives(made)
    decisions(made)
    comment_on_claim(made.pk, text="Zephyr is ours.", organisation="", author=person("ada"), now=NOW)
    lead(1)
    sources_in_several_states()
    watched_papers()
    edited_page(made.appearances.earliest("pk"))
    telling()
    editor = person("cy")
    open_import(GivenFile(name="zephyr.csv", content=b"name\nZephyr-7\n"), ImportKind.SUBJECTS, actor=editor, now=NOW)
    open_bulk(BulkAct.LOOK, Claim.objects.all(), actor=editor, now=NOW)
    decide_claim(made.pk, DeskAct.TRACKED, reason="Zephyr can be checked.", actor=editor, seen=0, now=NOW)
    return made
