"""A database whose locale drops Chinese is refused before anything is stored in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.checks import Error, run_checks
from django.db import connection, connections

from tracker.postgresql.base import DatabaseWrapper

NAME = "made_up_for_its_locale"
BOTH_ALIKE = "SELECT show_trgm('模型很大') = show_trgm('价格很低')"
REFUSAL = Error(
    "This database's locale does not know Chinese letters, so Chinese text could not be searched.",
    hint="Make it with a UTF-8 locale: CREATE DATABASE … TEMPLATE template0 LOCALE 'C.UTF-8'.",
    id="tracker.E001",
)


@contextmanager
def database_with(locale: str) -> Iterator[DatabaseWrapper]:
    """A database beside the tests' own, with pg_trgm in it."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE '{locale}'")
    made = DatabaseWrapper({**connection.settings_dict, "NAME": NAME}, alias=NAME)
    connections[NAME] = made
    try:
        with made.cursor() as cursor:
            cursor.execute("CREATE EXTENSION pg_trgm")
        yield made
    finally:
        made.close()
        del connections[NAME]
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {NAME}")


def takes_two_chinese_sentences_for_one(made: DatabaseWrapper) -> bool:
    with made.cursor() as cursor:
        cursor.execute(BOTH_ALIKE)
        return bool(cursor.fetchone() == (True,))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("locale", "alike", "said"), [("C", True, [REFUSAL]), ("C.UTF-8", False, [])])
def test_a_locale_without_chinese_is_refused(locale: str, alike: bool, said: list[Error]) -> None:
    with database_with(locale) as made:
        assert takes_two_chinese_sentences_for_one(made) == alike
        assert made.validation.check() == said


@pytest.mark.django_db
def test_our_own_database_passes_all_checks() -> None:
    assert run_checks(databases=["default"]) == []
