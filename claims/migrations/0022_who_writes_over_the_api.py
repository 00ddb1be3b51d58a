"""The REST API is written to: tokens, submissions, answers that are kept for repeats, counts of requests, comments.

What is said in a comment stays as it came; publishing it is all that happens to it. Counts are in an unlogged table.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WORDS_STAY = """
CREATE TRIGGER words_stay BEFORE UPDATE ON claims_claimcomment FOR EACH ROW WHEN (
    OLD.published_at IS NOT NULL
    OR (OLD.claim_id, OLD.author_id, OLD.organisation, OLD.text, OLD.recorded_at)
        IS DISTINCT FROM (NEW.claim_id, NEW.author_id, NEW.organisation, NEW.text, NEW.recorded_at)
) EXECUTE FUNCTION claims_refuse_to_forget();
CREATE TRIGGER append_only BEFORE DELETE ON claims_claimcomment
FOR EACH ROW EXECUTE FUNCTION claims_refuse_to_forget();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON claims_claimcomment
FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget()
"""
WORDS_CHANGE = """
DROP TRIGGER words_stay ON claims_claimcomment;
DROP TRIGGER append_only ON claims_claimcomment;
DROP TRIGGER append_only_whole ON claims_claimcomment
"""
UNLOGGED = "ALTER TABLE claims_requestcount SET UNLOGGED"
LOGGED = "ALTER TABLE claims_requestcount SET LOGGED"


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0021_pages_tell_what_they_say_now"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestCount",
            fields=[
                ("caller", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("ends_at", models.DateTimeField()),
                ("requests", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["ends_at"], name="request_count_by_end")],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("token_key", models.CharField(db_index=True, max_length=25)),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("expiry", models.DateTimeField(blank=True, null=True)),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=128, unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("read", "read, at the pace of people we know"),
                                ("submit", "submit announcements and see what became of them"),
                                ("propose", "propose evidence and rulings, and comment on claims"),
                                ("review", "accept and reject evidence, and have claims looked for"),
                                ("rule", "rule on claims, merge them, and publish comments"),
                                ("admin", "all that its owner may do"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                    ),
                ),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="auth_token_set",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="token_names_tell_apart"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scopes__contained_by", ["read", "submit", "propose", "review", "rule", "admin"]),
                            ("scopes__len__gt", 0),
                        ),
                        name="token_scopes_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("expiry__isnull", False)), name="token_runs_out"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="claims.claim"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "permissions": (("publish_claimcomment", "Can publish comments on claims"),),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="comment_has_text"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("published_by", None)),
                            models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="comment_published_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("body", models.TextField()),
                ("location", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="answer_once_per_key")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                (
                    "announcement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="claims.announcement",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="claims.lead",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("announcement", None), ("lead__isnull", False)),
                            models.Q(("announcement__isnull", False), ("lead", None)),
                            _connector="OR",
                        ),
                        name="submission_of_one_thing",
                    )
                ],
            },
        ),
        migrations.RunSQL(WORDS_STAY, WORDS_CHANGE),
        migrations.RunSQL(UNLOGGED, LOGGED),
    ]
