"""Find deliveries that somebody began to hand over, and how many of an issue stand where; who may cancel or repeat."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0032_owners_of_webhooks_are_told'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='delivery',
            options={'permissions': (('send_again_delivery', 'Can send what may have come or was given up'),), 'verbose_name_plural': 'deliveries'},
        ),
        migrations.AlterModelOptions(
            name='digestissue',
            options={'permissions': (('cancel_digestissue', 'Can cancel an issue'),)},
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'sending')), fields=['leased_until'], name='delivery_being_handed_over'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['issue', 'state'], name='delivery_by_issue_and_state'),
        ),
    ]
