"""Watching: sources, harvests, questions, leads and pages, each with the receipts of every look.

What was fetched, what it said, and what a check of a page found can be added, never altered or removed.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


GUARDED = ("claims_fetch", "claims_rawrecord", "claims_pagecheck", "claims_silentedit")
APPEND_ONLY = "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION claims_refuse_to_forget();"
    f"CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget();"
    for table in GUARDED
)
FORGETFUL = "".join(
    f"DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_whole ON {table};" for table in GUARDED
)


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0017_papers_joined_by_ids'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnchorCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anchor', models.CharField(choices=[('ok', 'in place'), ('moved', 'moved'), ('lost', 'lost')], max_length=5)),
                ('start', models.PositiveIntegerField(blank=True, null=True)),
                ('end', models.PositiveIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('arxiv', 'arxiv'), ('openalex', 'openalex'), ('crossref', 'crossref'), ('datacite', 'datacite'), ('semantic_scholar', 'semantic scholar'), ('hugging_face', 'hugging face'), ('feed', 'feed'), ('hacker_news', 'hacker news'), ('web', 'web'), ('wayback', 'wayback')], max_length=20)),
                ('contexts', models.JSONField(blank=True, default=list)),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=2000, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('enabled', models.BooleanField(default=True)),
                ('automatic', models.BooleanField(default=True, help_text='Take items in without asking.')),
                ('every', models.DurationField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('etag', models.CharField(blank=True, max_length=500)),
                ('last_modified', models.CharField(blank=True, max_length=100)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failure', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Fetch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('arxiv', 'arxiv'), ('openalex', 'openalex'), ('crossref', 'crossref'), ('datacite', 'datacite'), ('semantic_scholar', 'semantic scholar'), ('hugging_face', 'hugging face'), ('feed', 'feed'), ('hacker_news', 'hacker news'), ('web', 'web'), ('wayback', 'wayback')], max_length=20)),
                ('method', models.CharField(max_length=4)),
                ('url', models.TextField()),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('headers', models.JSONField(default=dict)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('started_at', models.DateTimeField()),
                ('seconds', models.FloatField()),
                ('attempt', models.PositiveSmallIntegerField()),
                ('cost_usd', models.DecimalField(blank=True, decimal_places=6, max_digits=10, null=True)),
                ('not_before', models.DateTimeField(blank=True, null=True)),
                ('failure', models.TextField(blank=True)),
            ],
            options={
                'verbose_name_plural': 'fetches',
            },
        ),
        migrations.CreateModel(
            name='Harvest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('arxiv', 'arxiv'), ('openalex', 'openalex'), ('crossref', 'crossref'), ('datacite', 'datacite'), ('semantic_scholar', 'semantic scholar'), ('hugging_face', 'hugging face'), ('feed', 'feed'), ('hacker_news', 'hacker news'), ('web', 'web'), ('wayback', 'wayback')], max_length=20)),
                ('collection', models.CharField(blank=True, max_length=500)),
                ('every', models.DurationField()),
                ('starts_on', models.DateField(help_text='What changed from this day on is taken in.')),
                ('overlap_days', models.PositiveSmallIntegerField(default=1)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('holder', models.CharField(blank=True, max_length=40)),
                ('stopped', models.BooleanField(default=False)),
                ('high_water', models.DateTimeField(blank=True, null=True)),
                ('pending_high_water', models.DateTimeField(blank=True, null=True)),
                ('resume', models.TextField(blank=True)),
                ('resume_expires_at', models.DateTimeField(blank=True, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('records', models.PositiveIntegerField(default=0)),
                ('new_papers', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(blank=True, null=True)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failure', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Lead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('feed', 'feed'), ('person', 'person'), ('hacker_news', 'Hacker News')], max_length=20)),
                ('key', models.CharField(max_length=1000)),
                ('url', models.URLField(max_length=2000)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('found_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('new', 'to be decided by an editor'), ('waiting', 'to be fetched'), ('taken_in', 'taken in'), ('known', 'known already'), ('failed', 'could not be taken in'), ('dismissed', 'dismissed')], max_length=10)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='PageCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('same', 'unchanged'), ('changed', 'changed'), ('gone', 'gone'), ('unreachable', 'not reached')], max_length=12)),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('failure', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='PaperWatch',
            fields=[
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='watch', serialize=False, to='claims.paper')),
                ('due_at', models.DateTimeField()),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('failure', models.TextField(blank=True)),
            ],
            options={
                'verbose_name_plural': 'paper watches',
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('arxiv', 'arxiv'), ('openalex', 'openalex'), ('crossref', 'crossref'), ('datacite', 'datacite'), ('semantic_scholar', 'semantic scholar'), ('hugging_face', 'hugging face'), ('feed', 'feed'), ('hacker_news', 'hacker news'), ('web', 'web'), ('wayback', 'wayback')], max_length=20)),
                ('told', models.CharField(max_length=2000)),
                ('since', models.DateField(blank=True, null=True)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('found', models.PositiveIntegerField(default=0)),
                ('has_more', models.BooleanField(default=False)),
                ('failure', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='RawRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('arxiv', 'arxiv'), ('openalex', 'openalex'), ('crossref', 'crossref'), ('datacite', 'datacite'), ('semantic_scholar', 'semantic scholar'), ('hugging_face', 'hugging face'), ('feed', 'feed'), ('hacker_news', 'hacker news'), ('web', 'web'), ('wayback', 'wayback')], max_length=20)),
                ('native_id', models.CharField(max_length=500)),
                ('version', models.CharField(blank=True, max_length=100)),
                ('payload', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('refusal', models.TextField(blank=True)),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SilentEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text_sha256', models.CharField(max_length=64)),
                ('changes', models.JSONField(default=list)),
                ('found_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SourceTurn',
            fields=[
                ('pace', models.CharField(max_length=220, primary_key=True, serialize=False)),
                ('next_allowed_at', models.DateTimeField()),
                ('holder', models.CharField(blank=True, max_length=40)),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('closed', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='WaitingPaper',
            fields=[
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='waiting', serialize=False, to='claims.paper')),
                ('due_at', models.DateTimeField()),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='WatchedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=4000, unique=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('ok_at', models.DateTimeField(blank=True, null=True)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failure', models.TextField(blank=True)),
                ('moved_to', models.URLField(blank=True, max_length=4000)),
                ('etag', models.CharField(blank=True, max_length=500)),
                ('last_modified', models.CharField(blank=True, max_length=100)),
                ('archive_state', models.CharField(choices=[('none', 'not offered'), ('submitted', 'offered'), ('archived', 'archived'), ('failed', 'not taken')], default='none', max_length=10)),
                ('archive_job', models.CharField(blank=True, max_length=200)),
                ('archive_due_at', models.DateTimeField(blank=True, null=True)),
                ('memento_url', models.URLField(blank=True, max_length=4000)),
                ('memento_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='visit',
            name='visit_source_known',
        ),
        migrations.AddField(
            model_name='claim',
            name='settle_by',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='visit',
            name='has_more',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='visit',
            name='papers_found',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='visit',
            name='since',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='visit',
            name='until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='visit',
            name='source',
            field=models.CharField(choices=[('stored_papers', 'stored papers'), ('arxiv', 'arXiv'), ('openalex', 'OpenAlex'), ('crossref', 'Crossref'), ('datacite', 'DataCite'), ('semantic_scholar', 'Semantic Scholar'), ('hugging_face', 'Hugging Face')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['stored_papers', 'arxiv', 'openalex', 'crossref', 'datacite', 'semantic_scholar', 'hugging_face'])), name='visit_source_known'),
        ),
        migrations.AddField(
            model_name='anchorcheck',
            name='appearance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='anchor_checks', to='claims.appearance'),
        ),
        migrations.AddField(
            model_name='citation',
            name='cited',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cited_by', to='claims.paper'),
        ),
        migrations.AddField(
            model_name='citation',
            name='citing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='claims.paper'),
        ),
        migrations.AddIndex(
            model_name='fetch',
            index=models.Index(fields=['source', '-started_at'], name='fetch_by_source'),
        ),
        migrations.AddConstraint(
            model_name='fetch',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['arxiv', 'openalex', 'crossref', 'datacite', 'semantic_scholar', 'hugging_face', 'feed', 'hacker_news', 'web', 'wayback'])), name='fetch_source_known'),
        ),
        migrations.AddIndex(
            model_name='harvest',
            index=models.Index(fields=['due_at'], name='harvest_due'),
        ),
        migrations.AddConstraint(
            model_name='harvest',
            constraint=models.UniqueConstraint(fields=('source', 'collection'), name='harvest_once_per_collection'),
        ),
        migrations.AddConstraint(
            model_name='harvest',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['arxiv', 'openalex', 'crossref', 'datacite', 'semantic_scholar', 'hugging_face', 'feed', 'hacker_news', 'web', 'wayback'])), name='harvest_source_known'),
        ),
        migrations.AddConstraint(
            model_name='harvest',
            constraint=models.CheckConstraint(condition=models.Q(('resume', ''), ('pending_high_water__isnull', False), _connector='OR'), name='harvest_resumes_a_pass'),
        ),
        migrations.AddField(
            model_name='lead',
            name='announcement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='claims.announcement'),
        ),
        migrations.AddField(
            model_name='lead',
            name='feed',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='claims.feed'),
        ),
        migrations.AddField(
            model_name='lead',
            name='submitted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='paperwatch',
            index=models.Index(fields=['due_at', 'paper'], name='paper_watch_due'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('source', 'told'), name='question_once_per_source'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['arxiv', 'openalex', 'crossref', 'datacite', 'semantic_scholar', 'hugging_face', 'feed', 'hacker_news', 'web', 'wayback'])), name='question_source_known'),
        ),
        migrations.AddField(
            model_name='rawrecord',
            name='paper',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='raw_records', to='claims.paper'),
        ),
        migrations.AddField(
            model_name='silentedit',
            name='announcement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='silent_edits', to='claims.announcement'),
        ),
        migrations.AddField(
            model_name='silentedit',
            name='snapshot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='silent_edits', to='claims.snapshot'),
        ),
        migrations.AddField(
            model_name='anchorcheck',
            name='edit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='anchor_checks', to='claims.silentedit'),
        ),
        migrations.AddIndex(
            model_name='waitingpaper',
            index=models.Index(fields=['due_at', 'paper'], name='waiting_paper_due'),
        ),
        migrations.AddField(
            model_name='watchedpage',
            name='announcement',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='watched_page', to='claims.announcement'),
        ),
        migrations.AddField(
            model_name='pagecheck',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='claims.watchedpage'),
        ),
        migrations.AddIndex(
            model_name='citation',
            index=models.Index(fields=['cited', 'citing'], name='citation_by_cited'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(fields=('citing', 'cited', 'source'), name='citation_once_per_source'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(('citing', models.F('cited')), _negated=True), name='citation_of_another'),
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(fields=['due_at', 'id'], name='lead_due'),
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(fields=['url'], name='lead_by_url'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.UniqueConstraint(fields=('origin', 'feed', 'key'), name='lead_once_per_origin', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['new', 'waiting', 'taken_in', 'known', 'failed', 'dismissed'])), name='lead_state_known'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['feed', 'person', 'hacker_news'])), name='lead_origin_known'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'waiting'), ('due_at', None), _connector='OR'), name='lead_due_only_while_waiting'),
        ),
        migrations.AddConstraint(
            model_name='rawrecord',
            constraint=models.UniqueConstraint(fields=('source', 'native_id', 'version', 'sha256'), name='raw_record_once'),
        ),
        migrations.AddConstraint(
            model_name='rawrecord',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['arxiv', 'openalex', 'crossref', 'datacite', 'semantic_scholar', 'hugging_face', 'feed', 'hacker_news', 'web', 'wayback'])), name='raw_record_source_known'),
        ),
        migrations.AddConstraint(
            model_name='silentedit',
            constraint=models.UniqueConstraint(fields=('announcement', 'text_sha256'), name='silent_edit_once_per_text'),
        ),
        migrations.AddConstraint(
            model_name='anchorcheck',
            constraint=models.UniqueConstraint(fields=('appearance', 'edit'), name='anchor_check_once_per_edit'),
        ),
        migrations.AddConstraint(
            model_name='anchorcheck',
            constraint=models.CheckConstraint(condition=models.Q(('anchor__in', ['ok', 'moved', 'lost'])), name='anchor_check_known'),
        ),
        migrations.AddConstraint(
            model_name='anchorcheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('anchor', 'lost'), ('end', None), ('start', None)), models.Q(models.Q(('anchor', 'lost'), _negated=True), ('start__isnull', False), ('end__isnull', False)), _connector='OR'), name='anchor_check_has_a_place_unless_lost'),
        ),
        migrations.AddIndex(
            model_name='watchedpage',
            index=models.Index(fields=['due_at', 'id'], name='watched_page_due'),
        ),
        migrations.AddIndex(
            model_name='watchedpage',
            index=models.Index(fields=['archive_due_at'], name='watched_page_to_archive'),
        ),
        migrations.AddConstraint(
            model_name='watchedpage',
            constraint=models.CheckConstraint(condition=models.Q(('archive_state__in', ['none', 'submitted', 'archived', 'failed'])), name='page_archive_state_known'),
        ),
        migrations.AddIndex(
            model_name='pagecheck',
            index=models.Index(fields=['page', '-checked_at'], name='page_check_by_page'),
        ),
        migrations.AddConstraint(
            model_name='pagecheck',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['same', 'changed', 'gone', 'unreachable'])), name='page_check_outcome_known'),
        ),
        migrations.RunSQL(APPEND_ONLY, FORGETFUL),
    ]
