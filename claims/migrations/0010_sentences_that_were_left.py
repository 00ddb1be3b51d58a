"""Keep the sentences that were read and not taken for a claim, with the reasons."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0009_arithmetic_in_full'),
    ]

    operations = [
        migrations.CreateModel(
            name='LeftSentence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('announcement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='left_sentences', to='claims.announcement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('announcement', 'start', 'end'), name='left_sentence_once_per_place'), models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='left_sentence_place_in_order'), models.CheckConstraint(condition=models.Q(('reasons__len__gt', 0)), name='left_sentence_says_why')],
            },
        ),
    ]
