"""What the REST API costs, beside plain Django REST framework and PostgreSQL alone; and how long each list takes.

    STATE_DIR=/tmp/bench python -m bench.api

All on made-up claims in a database of its own, which is dropped. Three ways to answer the same question are run in
turns, and each answers with the same fields:

- ours: the views as they are served, through Django's request and response, without throttling;
- plain: a ModelSerializer with `select_related`, `prefetch_related` and DRF's CursorPagination;
- limit: our SQL through psycopg alone, which is what no framework can be faster than.

Processor seconds are those of this process and of its connection's process together.
"""

import os
import statistics
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import django

from bench.rounds import medians, processor_seconds

if TYPE_CHECKING:
    from rest_framework.viewsets import ReadOnlyModelViewSet

ROUNDS, REPEATS = 5, 20
# Every list, filter and search that is measured for its time; {…} is filled in.
QUESTIONS = (
    "announcements/",
    "announcements/?source=site7.example",
    "announcements/?ordering=-published_on",
    "appearances/",
    "appearances/?claim=5000",
    "claims/",
    "claims/?ordering=-claimed_on",
    "claims/?ordering=claimed_on",
    "claims/?ordering=-recorded_at",
    "claims/?status=refuted",
    "claims/?status=supported,disputed&certainty=low",
    "claims/?workflow=archived",
    "claims/?kind=comparison",
    "claims/?language=zh",
    "claims/?metric=energy&value_min=49900&value_max=50000",
    "claims/?value_min=99990",
    "claims/?unit=GB",
    "claims/?subject=77",
    "claims/?subject_name=System%2077",
    "claims/?claimant=7",
    "claims/?maker=7",
    "claims/?publisher=7",
    "claims/?announcement=77",
    "claims/?source=site7.example",
    "claims/?paper=77",
    "claims/?grade_min=E6",
    "claims/?claimed_from=2020-01-01&claimed_to=2020-01-02",
    "claims/?recorded_from=2025-12-30",
    "claims/?changed_since=2025-12-30",
    "claims/?q=quetzal",
    "claims/?q=parameters",
    "claims/?q=System%2077",
    "claims/?q=zz",
    "claims/?q=77",
    "claims/?q=%E5%8F%82%E6%95%B0",
    "claims/?q=%E8%83%BD%E8%80%97%E7%BF%BB",
    "claims/?q=nowhere",
    "claims/?expand=evidence,recomputations,status_changes,visits",
    "claims/?as_of=2021-01-01&by=recorded",
    "claims/?as_of=2021-01-01",
    "evidence/",
    "evidence/?claim=5000",
    "evidence/?paper=77",
    "evidence/?grade=E6",
    "evidence/?grade_min=E6&stance=contradicts",
    "evidence/?known_from=2025-12-30",
    "organisations/",
    "papers/",
    "papers/?ordering=-published_on",
    "papers/?q=quetzal",
    "papers/?q=training",
    "papers/?claim=5000",
    "papers/?doi=10.1/77",
    "papers/?expand=evidence",
    "source-links/?paper=77",
    "status-changes/",
    "status-changes/?since=2025-12-30",
    "status-changes/?to_status=refuted",
    "status-changes/?subject=77",
    "subjects/",
    "subjects/?maker=7",
    "visits/",
    "visits/?claim=5000",
    "visits/?since=2025-12-30",
    "visits/?source=arxiv",
)

FILL = """
INSERT INTO claims_organisation (name, aliases) SELECT 'Maker ' || n, '[]' FROM generate_series(1, 500) n;
INSERT INTO claims_subject (name, kind, maker_id, read_by_name)
  SELECT 'System ' || n, 'system', 1 + n %% 500, false FROM generate_series(1, 5000) n;
INSERT INTO claims_announcement
  (url, canonical_url, title, author, publisher_id, published_on, language, text, text_sha256, recorded_at)
  SELECT 'https://site' || n %% 900 || '.example/' || n, '', 'Announcement ' || n, '', 1 + n %% 500,
         date '2019-01-01' + (n * 7919 %% 2500)::int, CASE WHEN n %% 3 = 0 THEN 'zh' ELSE 'en' END,
         repeat('What was announced. ', 60), md5(n::text), timestamptz '2025-01-01' + n * interval '20 minutes'
  FROM generate_series(1, %(claims)s / 5) n;
INSERT INTO claims_paper (title, authors, organisations, venue, url, published_on, standing, recorded_at)
  SELECT 'On training run ' || n, '["Ada Lund", "Bo Chen"]', '[]', '', 'https://papers.example/' || n,
         date '2019-01-01' + (n * 6007 %% 2500)::int, 'current', timestamptz '2025-01-01' + n * interval '10 minutes'
  FROM generate_series(1, %(claims)s / 2) n;
INSERT INTO claims_paperidentifier (paper_id, scheme, value) SELECT id, 'doi', '10.1/' || id FROM claims_paper;
INSERT INTO claims_paperterms (paper_id, vector)
  SELECT id, array_to_tsvector(ARRAY['train', 'run', CASE WHEN id %% 9999 = 0 THEN 'quetzal' ELSE 'm' || id %% 999 END])
  FROM claims_paper;
INSERT INTO claims_paperversion (paper_id, title, abstract, content_sha256, is_repeat, recorded_at)
  SELECT id, title, repeat('We measure what it takes. ', 40), md5(id::text), false, recorded_at FROM claims_paper;
INSERT INTO claims_sourcelink
  (announcement_id, url, anchor_text, start, "end", fragment_quote, arxiv_id, doi, paper_id)
  SELECT id, 'https://papers.example/', 'the paper', 1, 9, '', '', '',
         1 + id * 31 %% (SELECT count(*) FROM claims_paper)
  FROM claims_announcement;
INSERT INTO claims_claim
  (subject_id, claimant_id, text, language, kind, attribution, hedged, denied, score, reading_reasons, readers,
   claimed_on, recorded_at, workflow, status, certainty, proposal)
  SELECT 1 + n %% 5000, 1 + n %% 500,
         CASE WHEN n %% 3 = 0 THEN '系统 ' || n %% 5000 || ' 拥有 ' || n || ' 亿参数，'
              ELSE 'System ' || n %% 5000 || ' has ' || n || ' billion parameters' END
         || CASE WHEN n %% 9973 = 0 THEN ' quetzal 能耗翻倍' ELSE ' and was trained on ' || n * 7 || ' chips' END,
         CASE WHEN n %% 3 = 0 THEN 'zh' ELSE 'en' END,
         CASE WHEN n %% 5000 = 0 THEN 'comparison' ELSE 'quantity' END, 'reported', false, false, 1, '[]', '[]',
         CASE WHEN n %% 10 > 0 THEN date '2019-01-01' + (n * 7919 %% 2500)::int END,
         timestamptz '2025-01-01' + n * interval '5 minutes',
         CASE WHEN n %% 2000 = 0 THEN 'archived' WHEN n %% 20 = 0 THEN 'dismissed' ELSE 'tracked' END,
         CASE WHEN n %% 5000 = 1 THEN 'refuted' WHEN n %% 3 = 0 THEN 'supported' ELSE 'unverified' END,
         CASE WHEN n %% 7 = 0 THEN 'low' ELSE 'very_low' END, ''
  FROM generate_series(1, %(claims)s) n;
INSERT INTO claims_quantity
  (claim_id, metric, relation, comparator, value, unit, scope, baseline, raw)
  SELECT id, CASE WHEN id %% 4 = 0 THEN 'energy' ELSE 'parameters' END, 'value', 'eq', id,
         CASE WHEN id %% 9000 = 0 THEN 'GB' ELSE 'Wh' END, '', '', id || ' of it' FROM claims_claim;
INSERT INTO claims_appearance
  (claim_id, announcement_id, exact, prefix, suffix, start, "end", repeated, anchor)
  SELECT id, 1 + id %% (SELECT count(*) FROM claims_announcement), text, 'before', 'behind', id, id + 9, false, 'ok'
  FROM claims_claim;
INSERT INTO claims_visitschedule (claim_id, due_at, quiet_visits)
  SELECT id, recorded_at, 0 FROM claims_claim WHERE workflow = 'tracked' ON CONFLICT DO NOTHING;
INSERT INTO claims_evidence
  (claim_id, paper_version_id, stance, quote, location, reading, condition, supersedes, grade, independence_group,
   confidence, basis, known_on, rule_version, proposed_by, recorded_at, state, accepted_under)
  SELECT 1 + n * 7 %% %(claims)s, 1 + n * 13 %% (SELECT count(*) FROM claims_paperversion),
         CASE WHEN n %% 4 = 0 THEN 'contradicts' ELSE 'supports' END, 'We measure what it takes, ' || n, 'abstract',
         'It gives a figure.', '', false, CASE WHEN n %% 4999 = 0 THEN 'E6' ELSE 'E3' END, '', .9, 'numbers',
         date '2019-01-01' + (n * 7919 %% 2500)::int, '1', '', timestamptz '2025-01-01' + n * interval '2 minutes',
         CASE WHEN n %% 5 = 0 THEN 'rejected' ELSE 'accepted' END, ''
  FROM generate_series(1, %(claims)s * 2) n;
INSERT INTO claims_statuschange
  (claim_id, from_status, to_status, certainty, reasons, rule_version, known_on, recorded_at, actor_id)
  SELECT id, 'unverified', CASE WHEN id %% 3000 = 2 THEN 'superseded' ELSE 'supported' END, 'low',
         '[{"code": "supported", "text": "A paper supports it."}]', '1', claimed_on, recorded_at, NULL
  FROM claims_claim WHERE id %% 3 < 2;
INSERT INTO claims_visit
  (claim_id, source, query, started_at, finished_at, papers_found, has_more, papers_considered, new_evidence, failure)
  SELECT 1 + n * 7 %% %(claims)s, CASE WHEN n %% 3 = 0 THEN 'arxiv' ELSE 'stored_papers' END, 'system',
         timestamptz '2025-01-01' + n * interval '2 minutes', timestamptz '2025-01-01' + n * interval '2 minutes',
         3, false, 3, 0, '' FROM generate_series(1, %(claims)s * 2) n;
"""


@contextmanager
def made_up(claims: int) -> Iterator[None]:
    """A database with so many claims and all that belongs to them, dropped at the end."""
    from django.conf import settings

    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = f"test_bench_api_{os.getpid()}"
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0; SET synchronous_commit = off")
            cursor.execute(FILL, {"claims": claims})
            cursor.execute("VACUUM ANALYZE")
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def asker() -> Callable[..., Any]:
    """Ours as it is served: `ask(path, **headers)` gives the response."""
    from django.conf import settings
    from django.test import Client
    from django.test.signals import template_rendered  # noqa: F401 (the client needs them connected)

    from claims.api.reading import Readable

    settings.ALLOWED_HOSTS = ["*"]
    Readable.throttle_classes = ()
    client = Client()
    return lambda path, **headers: client.get(f"/api/v1/{path}", headers=headers)


def plain() -> "type[ReadOnlyModelViewSet[Any]]":
    """What a careful developer would write with DRF's own means."""
    from rest_framework import serializers
    from rest_framework.pagination import CursorPagination
    from rest_framework.renderers import JSONRenderer
    from rest_framework.viewsets import ReadOnlyModelViewSet

    from claims.models import Announcement, Appearance, Claim, Organisation, Quantity, Subject

    def named(of: Any, *names: str) -> Any:
        meta = type("Meta", (), {"model": of, "fields": ("id", *names)})
        return type(f"Plain{of.__name__}", (serializers.ModelSerializer,), {"Meta": meta})

    class PlainQuantity(serializers.ModelSerializer[Quantity]):
        class Meta:
            model = Quantity
            exclude = ("id", "claim")

    class PlainAppearance(serializers.ModelSerializer[Appearance]):
        announcement = named(Announcement, "title", "url", "published_on")()

        class Meta:
            model = Appearance
            fields = ("announcement", "exact", "prefix", "suffix", "start", "end", "repeated", "anchor")

    class PlainClaim(serializers.ModelSerializer[Claim]):
        subject = named(Subject, "name", "kind")()
        claimant = named(Organisation, "name")()
        quantities = PlainQuantity(many=True)
        appearances = PlainAppearance(many=True)
        next_visit_at = serializers.DateTimeField(source="visit_schedule.due_at", default=None)

        class Meta:
            model = Claim
            exclude = ("score", "reading_reasons", "readers", "merged_into")

    class ByNumber(CursorPagination):
        ordering, page_size = "-id", 50

    class PlainClaims(ReadOnlyModelViewSet[Claim]):
        queryset = (
            Claim.objects.public()
            .select_related("subject", "claimant", "visit_schedule")
            .prefetch_related("quantities", "appearances__announcement")
        )
        serializer_class = PlainClaim
        pagination_class = ByNumber
        renderer_classes = (JSONRenderer,)
        filter_backends = ()
        throttle_classes = ()

    return PlainClaims


def compare() -> None:
    """The three ways, interleaved, for a page of fifty and for one claim; and 304."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client, override_settings
    from django.urls import include, path
    from rest_framework.routers import SimpleRouter

    ask = asker()
    router = SimpleRouter()
    router.register("claims", plain(), basename="plain")
    module = type(sys)("bench_urls")
    module.urlpatterns = [path("plain/", include(router.urls)), path("", include(settings.ROOT_URLCONF))]  # type: ignore[attr-defined]
    sys.modules["bench_urls"] = module
    numbers = [1 + 7919 * turn % 90_000 for turn in range(REPEATS)]
    numbers = [number for number in numbers if number % 20]
    with override_settings(ROOT_URLCONF="bench_urls"):
        client = Client()
        known = ask("claims/")
        assert known.status_code == 200 == client.get("/plain/claims/").status_code  # noqa: S101
        list_sql, detail_sql = sql_of(lambda: ask("claims/")), sql_of(lambda: ask(f"claims/{numbers[0]}/"))

        def limit(statement: str) -> int:
            with connection.connection.cursor() as cursor:
                return sum(len(row[-1].encode()) for row in cursor.execute(statement).fetchall())

        ways: dict[str, Callable[[], object]] = {
            "list, ours": lambda: [ask("claims/") for _ in numbers],
            "list, plain": lambda: [client.get("/plain/claims/") for _ in numbers],
            "list, limit": lambda: [limit(list_sql) for _ in numbers],
            "detail, ours": lambda: [ask(f"claims/{number}/") for number in numbers],
            "detail, plain": lambda: [client.get(f"/plain/claims/{number}/") for number in numbers],
            "detail, limit": lambda: [
                limit(detail_sql.replace(f"'{{{numbers[0]}}}'::int2[]", f"'{{{number}}}'")) for number in numbers
            ],
            "304, ours": lambda: [ask("claims/", if_none_match=known["ETag"]) for _ in numbers],
        }
        for run in ways.values():
            run()
        print(f"page: {len(known.content):,} bytes; plain: {len(client.get('/plain/claims/').content):,}")
        for what, clock in (("processor", processor_seconds), ("wall", time.perf_counter)):
            seconds = medians(ways, rounds=ROUNDS, clock=clock)
            tell(what, {name: 1000 * spent / len(numbers) for name, spent in seconds.items()})


def tell(what: str, each: dict[str, float]) -> None:
    """Milliseconds of each way, and how they compare."""
    for name, milliseconds in each.items():
        print(f"{what:>9}  {name:<14} {milliseconds:8.3f} ms")
    for kind in ("list", "detail"):
        ours = each[f"{kind}, ours"]
        faster, part = each[f"{kind}, plain"] / ours, each[f"{kind}, limit"] / ours
        print(f"{what:>9}  {kind}: {faster:.1f} × plain, {part:.2f} of the limit")
    print(f"{what:>9}  304: {each['list, plain'] / each['304, ours']:.0f} × plain")


def sql_of(run: Callable[[], object]) -> str:
    """The last statement that a run asks, with its parameters in it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        run()
    return str(queries.captured_queries[-1]["sql"])


def time_lists() -> None:
    """The p95 of each question, and whether a plan of it reads a big table from end to end."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask = asker()
    for question in QUESTIONS:
        assert ask(question).status_code == 200, question  # noqa: S101
        spent = []
        for _ in range(REPEATS):
            started = time.perf_counter()
            ask(question)
            spent.append(1000 * (time.perf_counter() - started))
        with CaptureQueriesContext(connection) as queries:
            response = ask(question)
        scans = set[str]()
        with connection.connection.cursor() as cursor:
            for query in queries.captured_queries:
                plan = cursor.execute(f"EXPLAIN {query['sql']}").fetchall() if query["sql"].startswith("SELECT") else []
                scans.update(line.split(" on ")[1].split()[0] for (line,) in plan if "Seq Scan on" in line)
        p95 = statistics.quantiles(spent, n=20)[-1]
        rows = len(response.json()["results"])
        print(f"{p95:8.1f} ms  {rows:3} rows  {question:<64} {' '.join(sorted(scans))}", flush=True)


def main() -> None:
    """Both measurements."""
    arguments = ArgumentParser(description=__doc__)
    arguments.add_argument("--claims", type=int, default=100_000)
    arguments.add_argument("--only", choices=("compare", "lists"))
    asked = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    with made_up(asked.claims):
        if asked.only != "lists":
            compare()
        if asked.only != "compare":
            time_lists()


if __name__ == "__main__":
    main()
