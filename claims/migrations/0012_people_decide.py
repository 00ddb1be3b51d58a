"""People's decisions: reviews of evidence, rulings, and proposals that wait for them; who accepted evidence, and by what.

Reviews and rulings can be added, never altered or removed; a proposal is closed once and stays as it is then.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATUSES = [
    "unverified",
    "attested",
    "supported",
    "qualified",
    "disputed",
    "superseded",
    "refuted",
    "unverifiable",
    "withdrawn",
]
GUARDED = ("claims_evidencereview", "claims_ruling")


def _create(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION claims_refuse_to_forget();"
        f"CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget();"
    )


APPEND_ONLY = "".join(_create(table) for table in GUARDED)
FORGETFUL = "".join(
    f"DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_whole ON {table};" for table in GUARDED
)
CLOSED_STAYS = """
CREATE TRIGGER closed_stays BEFORE UPDATE ON claims_statusproposal
FOR EACH ROW WHEN (OLD.outcome <> 'open') EXECUTE FUNCTION claims_refuse_to_forget();
CREATE TRIGGER append_only BEFORE DELETE ON claims_statusproposal
FOR EACH ROW EXECUTE FUNCTION claims_refuse_to_forget();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON claims_statusproposal
FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget()
"""
CLOSED_OPENS = """
DROP TRIGGER closed_stays ON claims_statusproposal;
DROP TRIGGER append_only ON claims_statusproposal;
DROP TRIGGER append_only_whole ON claims_statusproposal
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0010_sentences_that_were_left"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("requoted", "quoted in other words"),
                            ("undone", "undone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "state_before",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("invalidated", "invalidated"),
                        ],
                        max_length=12,
                    ),
                ),
            ],
            options={
                "permissions": (("review_evidence", "Can accept, reject and requote evidence"),),
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[("ruled", "ruled"), ("lifted", "handed back to the rules")],
                        default="ruled",
                        max_length=10,
                    ),
                ),
                ("status", models.CharField(choices=[(status, status) for status in STATUSES], max_length=20)),
                ("reason", models.TextField()),
                ("heard", models.JSONField(blank=True, default=list)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "permissions": (
                    ("propose_ruling", "Can propose what a claim is to be called"),
                    ("rule_claim", "Can rule on claims"),
                ),
            },
        ),
        migrations.CreateModel(
            name="StatusProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("status", models.CharField(choices=[(status, status) for status in STATUSES], max_length=20)),
                ("reasons", models.JSONField(default=list)),
                ("grounds", models.CharField(blank=True, editable=False, max_length=64)),
                ("rule_version", models.CharField(max_length=20)),
                ("recorded_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("taken", "taken up"),
                            ("declined", "declined"),
                            ("moot", "closed by itself"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closing_reason", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="WaitingEvidence",
            fields=[],
            options={
                "verbose_name": "evidence to review",
                "verbose_name_plural": "evidence to review",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("claims.evidence",),
        ),
        migrations.AddField(
            model_name="evidence",
            name="accepted_under",
            field=models.CharField(blank=True, editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="evidence",
            name="basis",
            field=models.CharField(
                choices=[("numbers", "numbers"), ("words", "words")], default="words", max_length=10
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["numbers", "words"])), name="evidence_basis_known"
            ),
        ),
        migrations.AddField(
            model_name="evidencereview",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="evidencereview",
            name="decider_before",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="evidencereview",
            name="evidence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="claims.evidence"
            ),
        ),
        migrations.AddField(
            model_name="evidencereview",
            name="replacement",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaces",
                to="claims.evidence",
            ),
        ),
        migrations.AddField(
            model_name="evidencereview",
            name="undoes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="claims.evidencereview",
            ),
        ),
        migrations.AddField(
            model_name="ruling",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ruling",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ruling",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rulings", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="statusproposal",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="statusproposal",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="statusproposal",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="statusproposal",
            name="contests",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reopenings",
                to="claims.ruling",
            ),
        ),
        migrations.AddField(
            model_name="statusproposal",
            name="evidence",
            field=models.ManyToManyField(blank=True, related_name="proposals", to="claims.evidence"),
        ),
        migrations.AddField(
            model_name="statusproposal",
            name="visits",
            field=models.ManyToManyField(blank=True, related_name="+", to="claims.visit"),
        ),
        migrations.AddConstraint(
            model_name="evidencereview",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["accepted", "rejected", "requoted", "undone"])), name="review_act_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencereview",
            constraint=models.CheckConstraint(
                condition=models.Q(("state_before__in", ["proposed", "accepted", "rejected", "invalidated"])),
                name="review_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencereview",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="review_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act", "requoted"), ("replacement__isnull", False)),
                    models.Q(models.Q(("act", "requoted"), _negated=True), ("replacement", None)),
                    _connector="OR",
                ),
                name="review_requotes_in_a_replacement",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act", "undone"), ("undoes__isnull", False)),
                    models.Q(models.Q(("act", "undone"), _negated=True), ("undoes", None)),
                    _connector="OR",
                ),
                name="review_undoes_a_review",
            ),
        ),
        migrations.AddIndex(
            model_name="ruling",
            index=models.Index(fields=["claim", "-id"], name="ruling_by_claim"),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["ruled", "lifted"])), name="ruling_act_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(condition=models.Q(("status__in", STATUSES)), name="ruling_status_known"),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="ruling_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("author", None), models.Q(("author", models.F("actor")), _negated=True), _connector="OR"
                ),
                name="ruling_of_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("author", None), ("outcome", "open")),
                fields=("claim",),
                name="proposal_of_jobs_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("author__isnull", False), ("outcome", "open")),
                fields=("claim", "status"),
                name="proposal_of_people_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", STATUSES)), name="proposal_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="statusproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closed_by", None), ("closing_reason", ""), ("outcome", "open")),
                    models.Q(
                        models.Q(
                            models.Q(("closed_by__isnull", False), ("outcome__in", ("taken", "declined"))),
                            ("outcome", "moot"),
                            _connector="OR",
                        ),
                        ("closed_at__isnull", False),
                        models.Q(("closing_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="proposal_closed_with_a_reason",
            ),
        ),
        migrations.RunSQL(APPEND_ONLY, FORGETFUL),
        migrations.RunSQL(CLOSED_STAYS, CLOSED_OPENS),
    ]
