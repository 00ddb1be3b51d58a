"""The Celery application that workers and beat run: `celery -A tracker worker`."""

import logging
import os
import warnings
from typing import Any

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import beat_init, celeryd_init, worker_init, worker_process_init

from tracker.taken_jobs import WorkerPlace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
# Celery warns workers that run as root, as in a container, because of pickle; ours take JSON alone.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

logger = logging.getLogger(__name__)
_places: list[WorkerPlace] = []


@celeryd_init.connect
@beat_init.connect
def start_the_embedded_database(**sent: Any) -> None:
    """The queue may lie in the embedded database, and Celery opens it past Django's connections."""
    from django.conf import settings

    if settings.DATABASE_IS_EMBEDDED:
        settings.EMBEDDED_POSTGRES.ensure_running()


@worker_init.connect
def return_taken_jobs(**sent: Any) -> None:
    """Where the queue lies in the database, give back what a killed worker had taken."""
    from django.conf import settings

    if settings.QUEUE_IS_IN_DATABASE:
        place = WorkerPlace(settings.DATABASE_CONNINFO)
        _places.append(place)
        returned = place.take(settings.CELERY_TASK_DEFAULT_QUEUE)
        if returned:
            logger.warning("%s jobs of a killed worker are done again.", returned)


@worker_process_init.connect
def leave_the_place_to_the_worker(**sent: Any) -> None:
    """The processes of a worker's pool may outlive it for a while, and must not keep its place."""
    for place in _places:
        place.leave_to_parent()
