"""The one table of makers: units share the house of their owner, and signatures are no names in running text."""

from collections import Counter

import pytest

from claims.core.known_subjects import SubjectKind
from claims.core.makers import MAKERS, Maker
from claims.core.subjects import find_names


@pytest.mark.parametrize("maker", MAKERS, ids=[maker.name for maker in MAKERS])
def test_every_maker_has_a_house_and_each_of_its_names_once(maker: Maker) -> None:
    assert maker.house
    assert [name for name, times in Counter(maker.all_names).items() if times > 1] == []


def test_no_two_makers_share_a_name() -> None:
    names = Counter(name for maker in MAKERS for name in {known.casefold() for known in maker.all_names})
    assert [name for name, times in names.items() if times > 1] == []


def test_a_maker_is_found_by_its_names_and_not_by_what_its_papers_are_signed_with() -> None:
    text = "DAMO Academy and 达摩院, signed by the Qwen team and Noah's Ark."
    makers = [found.canonical for found in find_names(text) if found.kind is SubjectKind.MAKER]
    assert makers == ["Alibaba DAMO Academy", "Alibaba DAMO Academy"]
