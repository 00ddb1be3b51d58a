"""The spelling of names in the database: as in Python, and subjects stored under several of them become one."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Value

from claims.core.known_subjects import KNOWN_SUBJECTS
from claims.core.lexicon import spelling
from claims.models import Claim, Organisation, Subject, SubjectAlias
from claims.models.spelling import Spelling
from tests.web.made_up_claims import claim

pytestmark = pytest.mark.django_db

NAMES = (
    *(name for known in KNOWN_SUBJECTS for name in (known.name, *known.aliases)),
    *("GPT 3 号", "GPT-3号 ", "  Zephyr‑9", "Ｚephyr－９", "a_b·c – d", "二号 模型", "", "PanGu-Σ"),
)


def test_the_database_spells_every_name_as_python_does() -> None:
    Organisation.objects.create(name="one row to ask with")
    asked = {f"name_{place}": Spelling(Value(name)) for place, name in enumerate(NAMES)}
    spelt = Organisation.objects.annotate(**asked).values(*asked).get()
    assert [spelt[key] for key in asked] == [spelling(name) for name in NAMES]


def test_subjects_that_were_stored_under_several_spellings_become_the_first() -> None:
    unite = import_module("claims.migrations.0014_what_tells_subjects_apart").unite_the_same
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_subject DROP CONSTRAINT subject_once_per_maker_and_kind")
    first = Subject.objects.create(name="Wind-2")
    second = Subject.objects.create(name="wind 2", family=first)
    other = Subject.objects.create(name="Wind-2", maker=Organisation.objects.create(name="Nimbus Labs"))
    member = Subject.objects.create(name="Wind-2 7B", family=second)
    SubjectAlias.objects.create(subject=second, name="长风 2")
    said = claim("Wind 2 has 7 billion parameters.", about=second)
    with connection.schema_editor() as editor:
        unite(apps, editor)
    assert list(Subject.objects.order_by("pk")) == [first, other, member]
    assert Subject.objects.get(pk=first.pk).all_names() == ("Wind-2", "wind 2", "长风 2")
    assert Subject.objects.get(pk=member.pk).family == first
    assert Claim.objects.get(pk=said.pk).subject == first
