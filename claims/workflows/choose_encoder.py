"""The encoder that the settings ask for, if they ask for one."""

from django.conf import settings

from claims.matching.embeddings import Encoder, shipped_encoder


def chosen_encoder() -> Encoder | None:
    """What search uses beside terms; None, the default, leaves it to terms alone.

    Raises `EncoderUnavailable` where packages were removed under a running process: `tracker.env` has asked for them.
    """
    return shipped_encoder() if settings.EMBEDDINGS else None
