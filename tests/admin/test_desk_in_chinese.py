"""The desk in Chinese: each page answers, and none of our words is left in English."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml import html

from claims.models import Announcement, Claim, DigestIssue, Evidence, EvidenceReview, Subscriber
from claims.workflows.decide_repeat import reject_repeat
from tests.admin.stocked_desk import stock_the_desk
from tests.admin.test_repeat_desk import pair
from tests.workflows.made_up_claims import NOW
from tests.workflows.made_up_evidence import person

pytestmark = pytest.mark.django_db

# Names of services, tables of codes and forms of files, languages by their own names, and keys: the same everywhere.
SAME_EVERYWHERE = frozenset(
    (
        "ACL Anthology", "arXiv", "Claim Tracker", "Crossref", "CSV", "Ctrl+Enter", "DataCite", "DBLP", "DOI",
        "English", "Enter", "GB18030", "Hacker News", "https://…", "Hugging Face", "JSON", "OpenAlex", "PubMed",
        "Semantic Scholar", "UTF-8", "WARC", "Webhook", "2xx",
    )
)  # fmt: skip
# Amounts with their units, files by their names, and how Python writes spans of time and services' codes.
WRITTEN_SO = re.compile(r"[\d.,–]+ (MWh|Wh|ratio)|snapshot-\d+\.warc\.gz|\d+ days?, [\d:]+")
# The tables whose forms are looked at; those of other packages have words and Chinese of their own.
OURS = ("claims", "auth")
# Shorter data could be a part of our own words; of data of this length a piece is told apart from them.
LONG_ENOUGH, LONG = 6, 20


def pages(made: Claim) -> Iterator[str]:
    """The dashboard, what editors work with, and of each table its list, its empty form, and its first row."""
    article = Announcement.objects.earliest("pk").pk
    issue, reader = DigestIssue.objects.earliest("pk").pk, Subscriber.objects.earliest("pk").pk
    evidence, review = Evidence.objects.earliest("pk").pk, EvidenceReview.objects.latest("pk").pk
    yield from (
        "/admin/",
        "/admin/claims/claimact/desk/",
        "/admin/claims/claimact/desk/new/",
        f"/admin/claims/claimact/desk/{article}/",
        "/admin/claims/waitingevidence/queue/",
        f"/admin/claims/waitingevidence/review/?act=accepted&evidence={evidence}",
        f"/admin/claims/waitingevidence/{evidence}/requote/",
        f"/admin/claims/evidencereview/{review}/undo/",
        "/admin/claims/repeatpair/desk/",
        f"/admin/claims/ruling/rule/{made.pk}/",
        "/admin/claims/importrun/new/",
        "/admin/claims/importrun/jobs/",
        f"/admin/claims/claim/assign/?claim={made.pk}",
        f"/admin/claims/digestissue/{issue}/pause/confirm/",
        f"/admin/claims/subscriber/{reader}/erase/",
    )
    for model, desk in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if model._meta.app_label not in OURS:
            continue
        row = model._default_manager.order_by("pk").first()
        if row is not None:
            yield reverse(f"{name}_change", args=[row.pk])
        if type(desk).has_add_permission is admin.ModelAdmin.has_add_permission:
            yield reverse(f"{name}_add")


def words_of(page: str) -> set[str]:
    """What people read and hear, without what is marked as somebody's own words, code and keys."""
    tree = html.fromstring(page)
    apart = "//script | //style | //code | //kbd | //pre | //*[@lang][not(self::html)][not(starts-with(@lang, 'zh'))]"
    for element in tree.xpath(f"{apart} | //*[contains(@class, 'material-symbols')] | //*[@class='highlight']"):
        element.drop_tree()
    nodes = tree.xpath("//text()") + tree.xpath("//@title | //@aria-label | //@placeholder | //@alt")
    return {" ".join(str(node).split()) for node in nodes}


def texts_in(value: Any) -> Iterator[str]:
    """All texts in what a column holds."""
    if isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)
    elif isinstance(value, str) and value:
        yield " ".join(value.split())


def data() -> set[str]:
    """What was typed, read and written down, and what each row calls itself, in small letters; no codes of choices."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    told: set[str] = set()
    tables: tuple[type[models.Model], ...] = (*apps.get_app_config("claims").get_models(), User)
    for model in tables:
        rows = list(model._default_manager.all())
        columns = [
            field.attname for field in model._meta.concrete_fields if isinstance(field, kinds) and not field.choices
        ]
        for row in rows:
            told |= {" ".join(str(row).split())}
            told |= {text for column in columns for text in texts_in(getattr(row, column))}
    return {text.lower() for text in told}


def left_over(words: Iterable[str], known: set[str]) -> set[str]:
    """The words that are neither data nor the same in all languages."""
    long = sorted((text for text in known if len(text) >= LONG_ENOUGH), key=len, reverse=True)
    everything = "\n".join(long)
    found = set()
    for word in words:
        small = word.lower()
        is_data = small in known or (len(word) > LONG and small.rstrip("…") in everything)
        if is_data or word in SAME_EVERYWHERE or WRITTEN_SO.fullmatch(word):
            continue
        rest = word
        for text in (*long, *SAME_EVERYWHERE):
            rest = re.sub(re.escape(text), "", rest, flags=re.IGNORECASE)
        if re.search("[A-Za-z]{2,}", WRITTEN_SO.sub("", rest)):
            found.add(word)
    return found


def in_language(chief: User, code: str) -> Client:
    client = Client()
    client.force_login(chief)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    return client


def test_each_page_of_the_desk_answers_in_chinese_and_leaves_none_of_our_words_in_english() -> None:
    made = stock_the_desk()
    chief = User.objects.create_superuser("chief")
    english, chinese = in_language(chief, "en"), in_language(chief, "zh-hans")
    known = data()
    left: dict[str, set[str]] = {}
    for address in dict.fromkeys(pages(made)):
        cache.clear()
        page = chinese.get(address)
        assert (address, page.status_code, page["Content-Language"]) == (address, 200, "zh-hans")
        same = words_of(page.content.decode()) & words_of(english.get(address).content.decode())
        if ours := left_over(same, known):
            left[address] = ours
    assert left == {}


@pytest.mark.parametrize("word", ["Save this view", "Accepted by chief", "3 pages"])
def test_a_word_of_ours_would_be_found(word: str) -> None:
    assert left_over([word, "arXiv", "Zephyr grows", "45 MWh"], {"zephyr grows", "chief"}) == {word}


def test_the_desk_has_a_switch_that_keeps_the_language(admin_client: Client) -> None:
    page = html.fromstring(admin_client.get("/admin/claims/claim/?q=wind").content.decode())
    (form,) = page.xpath("//form[@action='/preferences/']")
    assert form.xpath(".//input[@name='next']/@value") == ["/admin/claims/claim/?q=wind"]
    assert form.xpath(".//button[@name='language']/text()") == ["English", "简体中文"]
    back = admin_client.post("/preferences/", {"language": "zh-hans", "next": "/admin/claims/claim/?q=wind"})
    assert back["Location"] == "/admin/claims/claim/?q=wind"
    assert "说法" in admin_client.get("/admin/claims/claim/").content.decode()


def test_what_is_decided_in_chinese_is_written_down_in_english() -> None:
    made = pair()
    with translation.override("zh-hans"):
        reject_repeat(made.pk, actor=person("ada"), now=NOW, reason="Another system.")
    made.refresh_from_db()
    assert made.reasons[-1] == "ada, rejected by an editor: Another system."
