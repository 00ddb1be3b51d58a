"""`manage.py harvest [SOURCE [SET]]`: follow sets of the sources, look at how far they are, stop them and go on."""

from argparse import ArgumentParser
from datetime import date, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone
from tqdm import tqdm

from claims.core.sources import Source
from claims.management.days import day_of
from claims.models import Harvest
from claims.workflows.choose_sources import chosen_connectors
from claims.workflows.match_waiting import match_waiting
from claims.workflows.run_harvest import Ending, run_harvest
from claims.workflows.schedule_harvest import SetRefused, refuse_set, resume_harvest, schedule_harvest, stop_harvest

# A set that is followed from now on brings what changed lately, too.
DAYS_BACK = 30
# More hours than that do not fit into a time span.
_NEVER = 10**9


class Command(BaseCommand):
    help = "Take in what is new in the sets that are followed, or in one of them, now. Ctrl-C stops; again goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", nargs="?", metavar="SOURCE", help="arxiv, for example; without it: all")
        parser.add_argument("set", nargs="?", default="", metavar="SET", help="in its own words, as cs:cs:CL")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--list", action="store_true", help="say how far each one is, and do nothing")
        what.add_argument("--add", action="store_true", help="follow this set from now on, and begin")
        what.add_argument("--stop", action="store_true", help="let it rest where it is")
        what.add_argument("--resume", action="store_true", help="go on with one that was stopped, and begin")
        parser.add_argument("--since", type=day_of, help="with --add: what changed from this day on (YYYY-MM-DD)")
        parser.add_argument("--every", type=int, default=24, metavar="HOURS", help="with --add: how often (24)")

    def handle(self, **options: object) -> None:
        source, collection = options["source"], str(options["set"])
        if options["add"]:
            self._add(_source(source), collection, since=options["since"], hours=options["every"])
        chosen = self._chosen(source, collection)
        if options["list"]:
            self._list(chosen)
        elif options["stop"]:
            for harvest in chosen:
                stop_harvest(harvest.pk)
            self.stdout.write(f"{len(chosen)} stopped; manage.py harvest SOURCE SET --resume goes on.")
        else:
            self._run(chosen, resume=bool(options["resume"]))

    def _add(self, source: Source, collection: str, *, since: object, hours: object) -> None:
        every = timedelta(hours=max(0, min(int(str(hours)), _NEVER)))
        try:
            refuse_set(source, every=every)
        except SetRefused as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        now = timezone.now()
        begins = since if isinstance(since, date) else timezone.localdate(now) - timedelta(days=DAYS_BACK)
        _, is_new = schedule_harvest(source, collection, starts_on=begins, now=now, every=every)
        if not is_new:
            self.stdout.write(f"{source} {collection} is followed already and stays as it is.")

    def _chosen(self, source: object, collection: str) -> list[Harvest]:
        harvests: QuerySet[Harvest] = Harvest.objects.order_by("source", "collection")
        if source:
            harvests = harvests.filter(source=_source(source))
            harvests = harvests.filter(collection=collection) if collection else harvests
        found = list(harvests)
        if not found:
            raise CommandError("No such set is followed. Follow one with: manage.py harvest arxiv cs:cs:CL --add")
        return found

    def _list(self, harvests: list[Harvest]) -> None:
        for harvest in harvests:
            self.stdout.write(f"{harvest}: {_how_far(harvest)}")

    def _run(self, harvests: list[Harvest], *, resume: bool) -> None:
        connectors = chosen_connectors()
        failed = 0
        for harvest in harvests:
            connector = connectors.get(Source(harvest.source))
            if connector is None:
                raise CommandError(f"{harvest.source} is not watched: put it into SOURCES ({_watched()}).")
            if harvest.stopped and not resume:
                self.stdout.write(f"{harvest}: stopped; --resume goes on.")
                continue
            resume_harvest(harvest.pk, now=timezone.now())
            failed += self._follow(harvest, connector) is Ending.FAILED
        self._match()
        if failed:
            raise CommandError(f"{failed} of {len(harvests)} did not end; they go on from where they are.")

    def _follow(self, harvest: Harvest, connector: object) -> Ending:
        with tqdm(desc=str(harvest), unit="record", disable=None) as bar:

            def told(now_at: Harvest) -> None:
                bar.total = now_at.total
                bar.n = now_at.records
                bar.refresh()

            ending = Ending.MORE
            while ending is Ending.MORE:
                ending = run_harvest(harvest.pk, connector, clock=timezone.now, told=told)  # type: ignore[arg-type]
        harvest.refresh_from_db()
        self.stdout.write(f"{harvest}: {_how_far(harvest)}")
        return ending

    def _match(self) -> None:
        with tqdm(desc="Matching", unit="paper", disable=None) as bar:
            while matched := match_waiting(now=timezone.now()):
                bar.update(matched)


def _source(name: object) -> Source:
    try:
        return Source(str(name))
    except ValueError as error:
        raise CommandError(f"{name} is no source; one of {', '.join(Source)} is expected.") from error


def _watched() -> str:
    return ", ".join(sorted(settings.SOURCES)) or "now empty"


def _how_far(harvest: Harvest) -> str:
    """One line: what came, whether the pass is whole, and what is wrong."""
    of = f" of {harvest.total}" if harvest.total else ""
    parts = [f"{harvest.records}{of} records, {harvest.new_papers} new papers, {harvest.refused} refused"]
    if harvest.failure:
        parts.append(f"failing since {harvest.failing_since:%Y-%m-%d %H:%M}: {harvest.failure}")
    elif harvest.stopped:
        parts.append("stopped")
    elif harvest.finished_at:
        parts.append(f"whole up to {harvest.high_water:%Y-%m-%d %H:%M}")
    else:
        parts.append("not whole yet" if harvest.started_at else "not begun")
    return "; ".join(parts)
