"""Indexes for what grows without end: the fetch log by the day, looks by their time, links that wait for a paper."""

import django.contrib.postgres.indexes
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0026_reviews_by_others'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='fetch',
            name='fetch_by_source',
        ),
        migrations.AddField(
            model_name='fetch',
            name='has_failed',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.lookups.GreaterThan(models.F('failure'), models.Value('')), output_field=models.BooleanField()),
        ),
        migrations.AddIndex(
            model_name='fetch',
            index=models.Index(fields=['source', '-started_at'], include=('has_failed', 'cost_usd'), name='fetch_by_source_and_time'),
        ),
        migrations.AddIndex(
            model_name='sourcelink',
            index=models.Index(models.Func(models.F('url'), models.Value('#'), models.Value(1), function='split_part'), condition=models.Q(('paper', None)), name='source_link_waiting_by_page'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['started_at'], name='visit_by_time'),
        ),
    ]
