"""Who follows what, digests with their deliveries, webhooks with theirs, and the outbox that all of them read."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0027_indexes_for_many_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DigestIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cadence', models.CharField(choices=[('daily', 'daily'), ('weekly', 'weekly'), ('monthly', 'monthly')], max_length=10)),
                ('due_at', models.DateTimeField()),
                ('slug', models.CharField(blank=True, max_length=20)),
                ('after_position', models.BigIntegerField(default=0)),
                ('to_position', models.BigIntegerField()),
                ('state', models.CharField(choices=[('open', 'being sent'), ('paused', 'paused'), ('cancelled', 'cancelled'), ('done', 'sent')], default='open', max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cadence', 'due_at'), name='digest_issue_once'), models.UniqueConstraint(condition=models.Q(('slug', ''), _negated=True), fields=('slug',), name='digest_issue_slug_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'paused', 'cancelled', 'done'])), name='digest_issue_state_known'), models.CheckConstraint(condition=models.Q(('cadence__in', ['daily', 'weekly', 'monthly'])), name='digest_issue_cadence_known'), models.CheckConstraint(condition=models.Q(('after_position__lte', models.F('to_position'))), name='digest_issue_window_in_order')],
            },
        ),
        migrations.CreateModel(
            name='OutboxEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('claim.tracked', 'a claim was taken up'), ('claim.status_changed', 'a status or its certainty changed'), ('claim.merged', 'a claim was merged into another'), ('claim.unmerged', 'a claim was taken out of another'), ('claim.dismissed', 'a claim was dismissed'), ('claim.comment_published', 'a comment was published'), ('evidence.accepted', 'evidence counts'), ('evidence.dropped', 'evidence counts no longer'), ('paper.notice', 'a paper was corrected or retracted'), ('announcement.added', 'an announcement was read'), ('announcement.edited', "an announcement's page was changed silently")], max_length=30)),
                ('row', models.BigIntegerField()),
                ('position', models.BigIntegerField(null=True, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('announcement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='claims.announcement')),
                ('claim', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='claims.claim')),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='claims.paper')),
            ],
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, max_length=254, null=True)),
                ('key', models.CharField(editable=False, max_length=64, unique=True)),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', '简体中文')], default='en', max_length=10)),
                ('cadence', models.CharField(choices=[('daily', 'daily'), ('weekly', 'weekly'), ('monthly', 'monthly')], default='weekly', max_length=10)),
                ('weekday', models.PositiveSmallIntegerField(default=0)),
                ('hour', models.PositiveSmallIntegerField(default=8)),
                ('time_zone', models.CharField(default='UTC', max_length=60)),
                ('mail', models.BooleanField(default=True)),
                ('state', models.CharField(choices=[('pending', 'not confirmed'), ('active', 'active'), ('paused', 'paused'), ('unsubscribed', 'unsubscribed'), ('suppressed', 'suppressed'), ('erased', 'erased')], default='pending', max_length=12)),
                ('state_since', models.DateTimeField()),
                ('state_reason', models.TextField(blank=True)),
                ('paused_until', models.DateField(blank=True, null=True)),
                ('new_email', models.EmailField(blank=True, max_length=254, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('told_to', models.BigIntegerField(default=0, editable=False)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('bounces', models.PositiveSmallIntegerField(default=0)),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='subscriber', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('claim', 'claim'), ('subject', 'subject'), ('organisation', 'claimant or maker'), ('publisher', 'publisher'), ('paper', 'paper'), ('search', 'saved search'), ('everything', 'everything')], max_length=12)),
                ('search', models.CharField(blank=True, max_length=2000)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('since', models.BigIntegerField(editable=False)),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('renewed_at', models.DateTimeField(editable=False)),
                ('warned_at', models.DateTimeField(blank=True, null=True)),
                ('claim', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='claims.claim')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='claims.organisation')),
                ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='claims.paper')),
                ('subject', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='claims.subject')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='claims.subscriber')),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('after_position', models.BigIntegerField()),
                ('told', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being handed over'), ('sent', 'sent'), ('unknown', 'perhaps sent'), ('refused', 'refused'), ('given_up', 'given up'), ('suppressed', 'not wanted any more'), ('cancelled', 'cancelled')], default='waiting', max_length=10)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('message_id', models.CharField(blank=True, max_length=200)),
                ('answer', models.TextField(blank=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('bounced_at', models.DateTimeField(blank=True, null=True)),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='claims.digestissue')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='claims.subscriber')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('delivered', 'delivered'), ('given_up', 'given up'), ('cancelled', 'cancelled')], default='waiting', max_length=10)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('recorded_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='webhook_deliveries', to='claims.outboxevent')),
            ],
            options={
                'verbose_name_plural': 'webhook deliveries',
            },
        ),
        migrations.CreateModel(
            name='WebhookAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('seconds', models.FloatField()),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, max_length=1000)),
                ('failure', models.TextField(blank=True)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='claims.webhookdelivery')),
            ],
        ),
        migrations.CreateModel(
            name='WebhookEndpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=2000)),
                ('description', models.CharField(blank=True, max_length=200)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('claim.tracked', 'a claim was taken up'), ('claim.status_changed', 'a status or its certainty changed'), ('claim.merged', 'a claim was merged into another'), ('claim.unmerged', 'a claim was taken out of another'), ('claim.dismissed', 'a claim was dismissed'), ('claim.comment_published', 'a comment was published'), ('evidence.accepted', 'evidence counts'), ('evidence.dropped', 'evidence counts no longer'), ('paper.notice', 'a paper was corrected or retracted'), ('announcement.added', 'an announcement was read'), ('announcement.edited', "an announcement's page was changed silently")], max_length=30), blank=True, default=list, size=None)),
                ('followed_only', models.BooleanField(default=False)),
                ('secret', models.CharField(editable=False, max_length=100)),
                ('old_secret', models.CharField(blank=True, editable=False, max_length=100)),
                ('old_secret_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('state', models.CharField(choices=[('on', 'on'), ('off', 'switched off'), ('failing_off', 'switched off for failing')], default='on', max_length=12)),
                ('since', models.BigIntegerField(editable=False)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhook_endpoints', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='webhookdelivery',
            name='endpoint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='claims.webhookendpoint'),
        ),
        migrations.AddIndex(
            model_name='outboxevent',
            index=models.Index(condition=models.Q(('position', None)), fields=['id'], name='outbox_event_unsealed'),
        ),
        migrations.AddIndex(
            model_name='outboxevent',
            index=models.Index(models.F('claim'), models.OrderBy(models.F('position'), descending=True), name='outbox_event_by_claim'),
        ),
        migrations.AddConstraint(
            model_name='outboxevent',
            constraint=models.UniqueConstraint(fields=('kind', 'row'), name='outbox_event_once'),
        ),
        migrations.AddConstraint(
            model_name='outboxevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['claim.tracked', 'claim.status_changed', 'claim.merged', 'claim.unmerged', 'claim.dismissed', 'claim.comment_published', 'evidence.accepted', 'evidence.dropped', 'paper.notice', 'announcement.added', 'announcement.edited'])), name='outbox_event_kind_known'),
        ),
        migrations.AddIndex(
            model_name='subscriber',
            index=models.Index(condition=models.Q(('mail', True), ('state', 'active')), fields=['due_at', 'id'], name='subscriber_due'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='subscriber_once_per_address'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'active', 'paused', 'unsubscribed', 'suppressed', 'erased'])), name='subscriber_state_known'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.CheckConstraint(condition=models.Q(('cadence__in', ['daily', 'weekly', 'monthly'])), name='subscriber_cadence_known'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['en', 'zh-hans'])), name='subscriber_language_known'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__lte', 6), ('hour__lte', 23)), name='subscriber_time_in_range'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'erased'), _negated=True), models.Q(('email', None), ('new_email', None), ('user', None)), _connector='OR'), name='subscriber_erased_is_nobody'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(fields=('subscriber', 'kind', 'claim', 'subject', 'organisation', 'paper', 'search'), name='follow_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'claim'), ('claim__isnull', False), ('organisation__isnull', True), ('paper__isnull', True), ('subject__isnull', True), ('search', '')), models.Q(('kind', 'subject'), ('claim__isnull', True), ('organisation__isnull', True), ('paper__isnull', True), ('subject__isnull', False), ('search', '')), models.Q(('kind', 'organisation'), ('claim__isnull', True), ('organisation__isnull', False), ('paper__isnull', True), ('subject__isnull', True), ('search', '')), models.Q(('kind', 'publisher'), ('claim__isnull', True), ('organisation__isnull', False), ('paper__isnull', True), ('subject__isnull', True), ('search', '')), models.Q(('kind', 'paper'), ('claim__isnull', True), ('organisation__isnull', True), ('paper__isnull', False), ('subject__isnull', True), ('search', '')), models.Q(('kind', 'search'), ('claim__isnull', True), ('organisation__isnull', True), ('paper__isnull', True), ('subject__isnull', True), models.Q(('search', ''), _negated=True)), models.Q(('kind', 'everything'), ('claim__isnull', True), ('organisation__isnull', True), ('paper__isnull', True), ('subject__isnull', True), ('search', '')), _connector='OR'), name='follow_of_one_thing'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at', 'id'], name='delivery_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=django.contrib.postgres.indexes.GinIndex(fields=['told'], name='delivery_by_event'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('issue', 'subscriber'), name='delivery_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sending', 'sent', 'unknown', 'refused', 'given_up', 'suppressed', 'cancelled'])), name='delivery_state_known'),
        ),
        migrations.AddIndex(
            model_name='webhookattempt',
            index=models.Index(fields=['delivery', 'started_at'], name='webhook_attempt_by_delivery'),
        ),
        migrations.AddConstraint(
            model_name='webhookendpoint',
            constraint=models.UniqueConstraint(fields=('user', 'url'), name='webhook_endpoint_once'),
        ),
        migrations.AddConstraint(
            model_name='webhookendpoint',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['on', 'off', 'failing_off'])), name='webhook_endpoint_state_known'),
        ),
        migrations.AddConstraint(
            model_name='webhookendpoint',
            constraint=models.CheckConstraint(condition=models.Q(('kinds__contained_by', ['claim.tracked', 'claim.status_changed', 'claim.merged', 'claim.unmerged', 'claim.dismissed', 'claim.comment_published', 'evidence.accepted', 'evidence.dropped', 'paper.notice', 'announcement.added', 'announcement.edited'])), name='webhook_endpoint_kinds_known'),
        ),
        migrations.AddIndex(
            model_name='webhookdelivery',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at', 'id'], name='webhook_delivery_due'),
        ),
        migrations.AddIndex(
            model_name='webhookdelivery',
            index=models.Index(models.F('endpoint'), models.OrderBy(models.F('id'), descending=True), name='webhook_delivery_by_endpoint'),
        ),
        migrations.AddConstraint(
            model_name='webhookdelivery',
            constraint=models.UniqueConstraint(condition=models.Q(('event__isnull', False)), fields=('endpoint', 'event'), name='webhook_delivery_once'),
        ),
        migrations.AddConstraint(
            model_name='webhookdelivery',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'delivered', 'given_up', 'cancelled'])), name='webhook_delivery_state_known'),
        ),
    ]
