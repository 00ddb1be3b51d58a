"""How webhooks are posted by jobs, as the settings say."""

from django.conf import settings

from claims.sources.bounded_posts import GuardedPoster, public_trust


def chosen_poster() -> GuardedPoster:
    """Posts to addresses that anybody can reach, by https; with FETCH_PRIVATE_ADDRESSES also to this machine."""
    return GuardedPoster(
        contact=settings.CONTACT_EMAIL, trust=public_trust(), allow_loopback=settings.FETCH_PRIVATE_ADDRESSES
    )
