"""The language models that the settings name, if they name any."""

from django.conf import settings

from claims.sources.chat_completions import ChatModel, ChatServer, Prices
from tracker.env import ModelServer


def chosen_reader() -> ChatModel | None:
    """The model that reads announcements beside the rules; None, the default, leaves reading to the rules alone."""
    return _server(settings.READER)


def chosen_assessor() -> ChatModel | None:
    """The model that proposes evidence; None, the default, leaves that to the rules alone."""
    return _server(settings.ASSESSOR)


def _server(named: ModelServer | None) -> ChatServer | None:
    if named is None:
        return None
    prices = Prices(prompt=named.prices[0], completion=named.prices[1]) if named.prices else None
    return ChatServer(url=named.url, model=named.model, key=named.key, prices=prices)
