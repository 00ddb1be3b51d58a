"""The Celery application that workers and beat run: `celery -A tracker worker`."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def start_the_embedded_database(**sent: Any) -> None:
    """The queue may lie in the embedded database, and Celery opens it past Django's connections."""
    from django.conf import settings

    if settings.DATABASE_IS_EMBEDDED:
        settings.EMBEDDED_POSTGRES.ensure_running()
