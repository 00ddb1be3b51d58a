"""Celery's faces of the workflows: ids in, one call out. Due work lives in tables: a lost message loses nothing."""

import random
from io import StringIO

from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from claims.core.sources import Source
from claims.digest.choose_transport import chosen_sending, chosen_transport
from claims.digest.delivery_leases import finish_issues, lease_batches, most_in_hands, recover_batches
from claims.digest.open_issues import open_due_issues
from claims.digest.send_deliveries import send_batch
from claims.models import (
    BulkRun,
    DeliveryState,
    Feed,
    Harvest,
    ImportRun,
    Lead,
    LeadState,
    OwnMail,
    PaperWatch,
    Submission,
    WaitingPaper,
    WatchedPage,
)
from claims.models.leases import LEASE, due_rows, lease_rows
from claims.notify.choose_poster import chosen_poster
from claims.notify.fan_out import fan_out
from claims.notify.lease_deliveries import are_free
from claims.notify.post_event import Round, post_waiting
from claims.notify.tell_owners import tell_owners
from claims.workflows.assess_with_model import assess_with_model
from claims.workflows.carry_on_bulk import carry_on_bulk
from claims.workflows.carry_on_import import carry_on_import
from claims.workflows.check_page import check_page
from claims.workflows.check_papers import check_papers
from claims.workflows.choose_model import chosen_assessor, chosen_reader
from claims.workflows.choose_pages import chosen_fetcher, chosen_hacker_news, chosen_wayback
from claims.workflows.choose_sources import chosen_client, chosen_connectors, is_watched
from claims.workflows.forget_public_changes import forget_public_changes
from claims.workflows.forget_unconfirmed import forget_unconfirmed
from claims.workflows.forget_webhook_deliveries import forget_webhook_deliveries
from claims.workflows.lease_due_visits import lease_due_visits
from claims.workflows.look_for_claim import look_for_claim
from claims.workflows.match_waiting import match_waiting
from claims.workflows.offer_page import offer_page, take_pages_to_archive
from claims.workflows.read_feed import read_feed
from claims.workflows.read_with_model import read_with_model
from claims.workflows.renew_counts import renew_counts
from claims.workflows.run_harvest import lease_due_harvests, run_harvest
from claims.workflows.seal_events import seal_events
from claims.workflows.send_own_mail import send_own_mail
from claims.workflows.take_in_lead import take_in_lead
from claims.workflows.take_in_submission import take_in_submission
from claims.workflows.warn_stale_follows import warn_stale_follows
from claims.workflows.watch_pages import watch_pages
from claims.workflows.write_weekly_export import write_weekly_export

# Asking the sources for a claim takes up to a minute at arXiv's pace, and a task has ten.
CLAIMS_A_TASK = 5
PAPERS_A_TASK = 500
# A step makes up to four requests, and the archive takes seven pages a minute.
PAGES_TO_ARCHIVE = 5
# The longest text takes half a minute to read, and whatever is leased should be read before its lease is over.
TEXTS_A_TICK = 20
# What takes longer goes on with the next tick, so that a stopped worker leaves little to wait for.
STEADY_SECONDS = 50
# At most so many batches of papers are matched in one task.
BATCHES_A_TASK = 20
# Events are handed to webhooks by the step, so many in one tick; the next one comes in seconds.
STEPS_A_TICK = 50
# New posts are begun for so long; with the last answers to them a task takes half a minute at most.
POSTING_SECONDS = 12


@shared_task(name="claims.dispatch_due_visits")
def dispatch_due_visits() -> int:
    """Beat's tick: lease the claims that are due and hand their ids out."""
    claim_ids = lease_due_visits(now=timezone.now())
    for start in range(0, len(claim_ids), CLAIMS_A_TASK):
        revisit_claims.delay(claim_ids=claim_ids[start : start + CLAIMS_A_TASK])
    return len(claim_ids)


@shared_task(name="claims.dispatch_due_harvests")
def dispatch_due_harvests() -> int:
    """Beat's tick: lease the harvests that are due and hand their ids out."""
    harvest_ids = lease_due_harvests(now=timezone.now()) if chosen_connectors() else []
    for harvest_id in harvest_ids:
        harvest.delay(harvest_id=harvest_id)
    return len(harvest_ids)


@shared_task(name="claims.dispatch_waiting_papers")
def dispatch_waiting_papers() -> bool:
    """Beat's tick: let a worker match the papers that came in, if there are any."""
    waiting = due_rows(WaitingPaper, now=timezone.now()).exists()
    if waiting:
        match_waiting_papers.delay()
    return waiting


@shared_task(name="claims.dispatch_paper_checks")
def dispatch_paper_checks() -> int:
    """Beat's tick: lease the papers whose publishers are due to be asked, and hand their ids out."""
    paper_ids = lease_rows(PaperWatch, now=timezone.now(), limit=PAPERS_A_TASK) if chosen_connectors() else []
    if paper_ids:
        check_watched_papers.delay(paper_ids=paper_ids)
    return len(paper_ids)


@shared_task(name="claims.dispatch_due_feeds")
def dispatch_due_feeds() -> int:
    """Beat's tick: lease the feeds that are due and hand their ids out."""
    feed_ids = lease_rows(Feed, now=timezone.now(), limit=100) if is_watched(Source.FEED) else []
    for feed_id in feed_ids:
        read_one_feed.delay(feed_id=feed_id)
    return len(feed_ids)


@shared_task(name="claims.dispatch_due_leads")
def dispatch_due_leads() -> int:
    """Beat's tick: lease the leads that are to be followed and hand their ids out."""
    lead_ids = lease_rows(Lead, now=timezone.now(), limit=100)
    for lead_id in lead_ids:
        follow_lead.delay(lead_id=lead_id)
    return len(lead_ids)


@shared_task(name="claims.dispatch_submissions")
def dispatch_submissions() -> int:
    """Beat's tick: lease the texts that people submitted and hand their ids out."""
    submission_ids = lease_rows(Submission, now=timezone.now(), limit=TEXTS_A_TICK)
    for submission_id in submission_ids:
        take_in_one_submission.delay(submission_id=submission_id)
    return len(submission_ids)


@shared_task(name="claims.dispatch_imports")
def dispatch_imports() -> int:
    """Beat's tick: lease the files that are being checked or imported and hand their ids out."""
    run_ids = lease_rows(ImportRun, now=timezone.now(), limit=10)
    for run_id in run_ids:
        carry_on_one_import.delay(run_id=run_id)
    return len(run_ids)


@shared_task(name="claims.dispatch_bulk_acts")
def dispatch_bulk_acts() -> int:
    """Beat's tick: lease the acts over many rows that are at work and hand their ids out."""
    run_ids = lease_rows(BulkRun, now=timezone.now(), limit=10)
    for run_id in run_ids:
        carry_on_one_bulk_act.delay(run_id=run_id)
    return len(run_ids)


@shared_task(name="claims.dispatch_page_checks")
def dispatch_page_checks() -> int:
    """Beat's tick: find new pages to watch, lease those that are due and hand their ids out."""
    if not is_watched(Source.WEB):
        return 0
    watch_pages(now=timezone.now())
    page_ids = lease_rows(WatchedPage, now=timezone.now(), limit=100)
    for page_id in page_ids:
        check_one_page.delay(page_id=page_id)
    return len(page_ids)


@shared_task(name="claims.dispatch_archiving")
def dispatch_archiving() -> int:
    """Beat's tick: hand out the pages whose archived copy is to be looked for, asked for or asked after."""
    page_ids = take_pages_to_archive(now=timezone.now(), limit=PAGES_TO_ARCHIVE) if is_watched(Source.WAYBACK) else []
    for page_id in page_ids:
        offer_one_page.delay(page_id=page_id)
    return len(page_ids)


@shared_task(name="claims.revisit_claims")
def revisit_claims(*, claim_ids: list[int]) -> int:
    """Look for each of these claims again and return how many changed their status."""
    connectors = chosen_connectors()
    changed = sum(look_for_claim(claim_id, connectors, clock=timezone.now).status_changed for claim_id in claim_ids)
    if chosen_assessor():
        for claim_id in claim_ids:
            assess_claim_with_model.delay(claim_id=claim_id)
    return changed


@shared_task(name="claims.harvest")
def harvest(*, harvest_id: int) -> str:
    """Take in what is new in one set, for some minutes, and return how it ended."""
    source = Source(Harvest.objects.values_list("source", flat=True).get(pk=harvest_id))
    connector = chosen_connectors().get(source)
    return run_harvest(harvest_id, connector, clock=timezone.now) if connector else "not watched"


@shared_task(name="claims.match_waiting_papers")
def match_waiting_papers() -> int:
    """Hold the papers that came in against all claims and return how many."""
    matched = 0
    for _ in range(BATCHES_A_TASK):
        batch = match_waiting(now=timezone.now())
        matched += batch
        if not batch:
            break
    return matched


@shared_task(name="claims.check_watched_papers")
def check_watched_papers(*, paper_ids: list[int]) -> int:
    """Ask after these papers and return how many say something new."""
    return check_papers(paper_ids, chosen_connectors(), clock=timezone.now).changed


@shared_task(name="claims.read_feed")
def read_one_feed(*, feed_id: int) -> int:
    """Read a feed and return how many leads are new."""
    return read_feed(feed_id, client=chosen_client(), now=timezone.now()).new


@shared_task(name="claims.follow_lead")
def follow_lead(*, lead_id: int) -> str:
    """Take in what a lead leads to and return what became of it."""
    fetcher, hacker_news = chosen_fetcher(), chosen_hacker_news()
    outcome = take_in_lead(lead_id, fetcher=fetcher, hacker_news=hacker_news, now=timezone.now())
    if outcome.state is LeadState.TAKEN_IN and outcome.announcement_id and chosen_reader():
        read_announcement_with_model.delay(announcement_id=outcome.announcement_id)
    return outcome.state.value


@shared_task(name="claims.take_in_submission")
def take_in_one_submission(*, submission_id: int) -> str:
    """Read a text that a person submitted and return what went wrong, "" for nothing."""
    outcome = take_in_submission(submission_id, now=timezone.now())
    if outcome.created and outcome.announcement_id and chosen_reader():
        read_announcement_with_model.delay(announcement_id=outcome.announcement_id)
    return outcome.failure


@shared_task(name="claims.carry_on_import")
def carry_on_one_import(*, run_id: int) -> str:
    """Check or import the next rows of a file for some time and return how it stands then."""
    return carry_on_import(run_id, clock=timezone.now, seconds=STEADY_SECONDS).value


@shared_task(name="claims.carry_on_bulk_act")
def carry_on_one_bulk_act(*, run_id: int) -> str:
    """Do the next rows of an act over many for some time and return how it stands then."""
    return carry_on_bulk(run_id, clock=timezone.now, seconds=STEADY_SECONDS).value


@shared_task(name="claims.check_page")
def check_one_page(*, page_id: int) -> str:
    """Look whether a page is there and says what it said, and return what came of it."""
    return check_page(page_id, fetcher=chosen_fetcher(), now=timezone.now()).outcome or "not asked"


@shared_task(name="claims.offer_page")
def offer_one_page(*, page_id: int) -> str:
    """Take the next step towards an archived copy of a page and return how far it is."""
    wayback = chosen_wayback()
    return offer_page(page_id, wayback=wayback, now=timezone.now()).state.value if wayback else "not watched"


@shared_task(name="claims.forget_public_changes")
def forget_old_public_changes() -> int:
    """Beat's tick of each night: forget that the outside saw changes, of those long past, and return how many."""
    return forget_public_changes()


@shared_task(name="claims.write_weekly_export", soft_time_limit=3000, time_limit=3060)
def write_this_weeks_export() -> str:
    """Beat's tick of each night: keep a copy of all that is public, once a week, and return the week, "" for none."""
    if settings.EXPORT_DIR is None:
        return ""
    return write_weekly_export(
        settings.EXPORT_DIR,
        write=lambda folder: call_command("export", folder, stdout=StringIO()),
        now=timezone.now(),
    )


@shared_task(name="claims.read_announcement_with_model")
def read_announcement_with_model(*, announcement_id: int) -> int:
    """Let the optional reader read one text, which takes minutes, and return how much it proposed anew."""
    model = chosen_reader()
    return read_with_model(announcement_id, model, now=timezone.now()).new_claims if model else 0


@shared_task(name="claims.assess_claim_with_model")
def assess_claim_with_model(*, claim_id: int) -> int:
    """Ask the optional assessor about one claim, which takes minutes, and return how much it proposed anew."""
    model = chosen_assessor()
    return assess_with_model(claim_id, model, now=timezone.now()).proposed if model else 0


@shared_task(name="claims.dispatch_webhooks")
def dispatch_webhooks() -> int:
    """Beat's tick: hand what happened to the endpoints that want it, and let a worker post it, if anything is due."""
    seal_events()
    deliveries = 0
    for _ in range(STEPS_A_TICK):
        step = fan_out(now=timezone.now())
        deliveries += step.deliveries
        if not step.more:
            break
    if are_free(now=timezone.now()):
        post_webhooks.delay()
    tell_owners(now=timezone.now(), send=lambda mail: mail.send())
    return deliveries


@shared_task(name="claims.post_webhooks")
def post_webhooks() -> int:
    """Post what is due to webhooks for some seconds and return how many tries that were."""
    work = Round(poster=chosen_poster(), clock=timezone.now, jitter=random.random)
    return post_waiting(work, seconds=POSTING_SECONDS).total()


@shared_task(name="claims.forget_webhook_deliveries")
def forget_old_webhook_deliveries() -> int:
    """Beat's tick of each night: forget deliveries to webhooks that are long past, and return how many."""
    return forget_webhook_deliveries(now=timezone.now())


@shared_task(name="claims.dispatch_own_mails")
def dispatch_own_mails() -> int:
    """Beat's tick: lease the single mails that wait and hand their ids out."""
    mail_ids = lease_rows(OwnMail, now=timezone.now(), limit=100)
    for mail_id in mail_ids:
        send_one_own_mail.delay(mail_id=mail_id)
    return len(mail_ids)


@shared_task(name="claims.send_own_mail")
def send_one_own_mail(*, mail_id: int) -> str:
    """Send one mail about somebody's own matters and return what became of it."""
    return send_own_mail(mail_id, now=timezone.now())


@shared_task(name="claims.see_to_readers")
def see_to_readers() -> int:
    """Beat's tick of each night: ask after follows of long ago, forget who never confirmed; how many were asked."""
    now = timezone.now()
    forget_unconfirmed(now=now)
    return warn_stale_follows(now=now)


@shared_task(name="claims.dispatch_digests")
def dispatch_digests() -> int:
    """Beat's tick: write down what the readers are told whose digest is due, and return how many digests that makes."""
    return open_due_issues(timezone.now()).deliveries


@shared_task(name="claims.dispatch_deliveries")
def dispatch_deliveries() -> int:
    """Beat's tick: put right what dead workers left, and hand out in batches what waits; how many."""
    now = timezone.now()
    recover_batches(now=now)
    batches = lease_batches(now=now, limit=most_in_hands(settings.MAIL_RATE)) if chosen_transport() else []
    for batch in batches:
        # What waits in the queue for longer than its lease is handed out once more.
        send_digests.apply_async(kwargs={"batch_id": batch}, expires=LEASE.total_seconds())
    finish_issues(now=now)
    return len(batches)


@shared_task(name="claims.send_digests")
def send_digests(*, batch_id: int) -> int:
    """Send the digests of a batch, each once, and return how many were sent."""
    transport = chosen_transport()
    return send_batch(batch_id, chosen_sending(transport))[DeliveryState.SENT] if transport else 0


@shared_task(name="claims.renew_counts")
def renew_old_counts() -> int:
    """Beat's tick: count again what pages show of many claims, where it is some minutes old; how many sets that was."""
    return renew_counts(clock=timezone.now)
