"""The names that Django derives from code, of models, fields and choices, as words that the catalogue can translate.

`verbose_name="recorded at"` in each of some hundred fields would say twice what the field's own name says. Instead each
name becomes lazy once the models are there: it is told in the language that is active when it is shown. Migrations see
no difference, as a lazy word equals its text in English.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from claims.models.follows import MailLanguage

type Choices = Iterable[tuple[Any, Any]]
# Languages of mails are each called by their own name, for those who read no other.
_BY_THEIR_OWN_NAMES = (MailLanguage,)


def translate_names(tables: Iterable[type[models.Model]]) -> None:
    """Make the names of these models lazy, and the words of all our choices; once, when the models are there."""
    for model in tables:
        # The plural first: where none is given, it is the singular with an "s" whenever it is asked for.
        model._meta.verbose_name_plural = gettext_lazy(str(model._meta.verbose_name_plural))
        model._meta.verbose_name = _lazy(model._meta.verbose_name)
        for field in _fields_of(model):
            field.verbose_name = _lazy(field.verbose_name)
            if field.help_text:
                field.help_text = _lazy(field.help_text)
            if field.choices and not _is_by_own_names(field.choices):
                field.choices = [(value, _lazy(label)) for value, label in field.choices]
    for words in _enums():
        for word in words:
            word._label_ = _lazy(word.label)


def names_of(tables: Iterable[type[models.Model]]) -> Iterator[str]:
    """All that `translate_names` makes lazy, and what permissions are called, in the language that is active."""
    for model in tables:
        yield str(model._meta.verbose_name)
        yield str(model._meta.verbose_name_plural)
        yield from (str(name) for _, name in model._meta.permissions)
        for field in _fields_of(model):
            yield str(field.verbose_name)
            yield from (str(label) for _, label in field.choices or () if not _is_by_own_names(field.choices))
            yield from [str(field.help_text)] if field.help_text else []
    for words in _enums():
        yield from (str(word.label) for word in words)


def _lazy(word: Any) -> Any:
    return word if isinstance(word, Promise) else gettext_lazy(word)


def _fields_of(model: type[models.Model]) -> Iterator[Any]:
    """Its own columns, and what is in those that are lists."""
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        yield field
        if inner := getattr(field, "base_field", None):
            yield inner


def _enums() -> Iterator[type[models.Choices]]:
    """The choices that have words of their own."""
    kinds = models.TextChoices.__subclasses__()
    return (one for one in kinds if one.__module__.startswith("claims.") and one not in _BY_THEIR_OWN_NAMES)


def _is_by_own_names(choices: Choices) -> bool:
    return any(list(choices) == list(enum.choices) for enum in _BY_THEIR_OWN_NAMES)
