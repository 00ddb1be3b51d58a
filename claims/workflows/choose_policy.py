"""What the settings let jobs accept by themselves."""

from django.conf import settings

from claims.judging.policy import Policy


def chosen_policy() -> Policy:
    """The policy of this installation, the same each time; raises nothing, for `tracker.env` has refused nonsense."""
    return Policy(
        numbers_from=settings.ACCEPT_NUMBERS_FROM,
        words_from=settings.ACCEPT_WORDS_FROM,
        single_editor=settings.SINGLE_EDITOR,
    )
