"""Every word of the interface is there in Chinese: what the code marks, what the catalogue holds, what is compiled."""

import io
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

from claims.judging.findings import Status
from claims.models import Claim, Workflow
from claims.models.translated_names import names_of
from claims.wording import STATUS_WORDS

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
type Key = tuple[str | None, str]


def marked() -> Iterator[tuple[Key, str]]:
    """What is marked for translation, with the file that it stands in."""
    for path in sorted((ROOT / "claims").rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _found(path, path.read_text())
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield from _found(path, _as_code(path))


def names() -> Iterator[tuple[Key, str]]:
    """What tables, columns and choices are called at the desk."""
    for model in apps.get_app_config("claims").get_models():
        yield from (((None, name), str(model._meta.model_name)) for name in names_of([model]))


def _as_code(path: Path) -> str:
    """Only the calls of a template; around them `templatize` leaves placeholders that are no Python."""
    told = templatize(path.read_text(), origin=str(path))
    calls = re.findall(
        r"\b(?:n?p?gettext|_)\((?:\s*u?'(?:[^'\\]|\\.)*'|\s*u?\"(?:[^\"\\]|\\.)*\"|\s*,\s*|\s*count)+\s*\)", told
    )
    return "\n".join(calls)


def _found(path: Path, text: str) -> Iterator[tuple[Key, str]]:
    for _, message, _, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        yield (context, message if isinstance(message, str) else message[0]), path.relative_to(ROOT).as_posix()


def catalogue() -> Catalog:
    with (CATALOGUE / "django.po").open("rb") as file:
        return read_po(file)


def key_of(message: Message) -> Key:
    context = message.context.decode() if isinstance(message.context, bytes) else message.context
    return context, message.id if isinstance(message.id, str) else message.id[0]


def told(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def gaps_of(text: str) -> set[str]:
    """The names of the gaps of either kind in a message."""
    percent = set(re.findall(r"%\((\w+)\)[sd]", text))
    try:
        return percent | {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return percent


def test_everything_that_is_marked_is_there_in_chinese() -> None:
    done = {key_of(message) for message in catalogue() if message.id and all(told(message)) and not message.fuzzy}
    missing = {key: where for key, where in (*marked(), *names()) if key not in done}
    assert missing == {}


def test_names_are_told_in_the_language_of_the_page() -> None:
    field = Claim._meta.get_field("status")
    with translation.override("zh-hans"):
        assert (str(Claim._meta.verbose_name_plural), str(field.verbose_name), str(Workflow.DRAFT.label)) == (
            "说法",
            "状态",
            "草稿",
        )
    assert (str(Claim._meta.verbose_name_plural), str(field.verbose_name), str(Workflow.DRAFT.label)) == (
        "claims",
        "status",
        "draft",
    )


@pytest.mark.parametrize("status", Status)
def test_a_status_has_the_word_of_the_public_pages_at_the_desk(status: Status) -> None:
    with translation.override("zh-hans"):
        assert dict(Claim._meta.get_field("status").flatchoices)[status.value] == STATUS_WORDS[status.value].label


def test_much_is_marked_in_code_and_in_templates() -> None:
    where = {path.partition("/")[0] for _, path in marked()}
    assert (where, len({key for key, _ in marked()}) > 700) == ({"claims", "templates"}, True)


def test_a_translation_has_the_gaps_of_its_message_and_no_others() -> None:
    strange = {
        key_of(message): told(message)
        for message in catalogue()
        if message.id
        for words in told(message)
        if not gaps_of(words) <= set().union(*map(gaps_of, [message.id] if isinstance(message.id, str) else message.id))
    }
    assert strange == {}


def test_what_is_compiled_is_what_the_catalogue_says() -> None:
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = read_mo(file)
    assert {key_of(one): told(one) for one in compiled if one.id} == {
        key_of(one): told(one) for one in catalogue() if one.id and all(told(one)) and not one.fuzzy
    }


@pytest.mark.parametrize(
    "template", ['{% translate "A word" %}', "{% blocktranslate trimmed %}A word{% endblocktranslate %}"]
)
def test_words_of_templates_are_seen(template: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(template)
    assert [
        message for _, message, _, _ in extract("python", io.BytesIO(_as_code(path).encode()), keywords=KEYWORDS)
    ] == ["A word"]
