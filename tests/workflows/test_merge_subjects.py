"""Uniting subjects: claims, members and names go to the one that stays; what is two things stays two."""

import pytest
from django.utils import translation

from claims.models import Claim, ClaimProbe, FollowKind, MergedSubject, Subject, SubjectAlias
from claims.topics import Topic, topic_of
from claims.workflows.follow import follow
from claims.workflows.merge_subjects import Outcome, SubjectsDiffer, merge_subjects
from tests.digest.made_up_readers import NOW, reader
from tests.web.made_up_claims import claim

pytestmark = pytest.mark.django_db


def subject(name: str, *aliases: str, kind: str = "system", family: Subject | None = None) -> Subject:
    made = Subject.objects.create(name=name, kind=kind, family=family)
    SubjectAlias.objects.bulk_create(SubjectAlias(subject=made, name=alias) for alias in aliases)
    return made


def test_all_that_belonged_to_the_one_belongs_to_the_other() -> None:
    stays, leaves = subject("Wind-2", "长风 2"), subject("Changfeng 2", "长风 2", "CF-2")
    member = subject("Changfeng 2 7B", family=leaves)
    said = claim("Changfeng 2 has 7 billion parameters.", about=leaves)
    assert merge_subjects(leaves.pk, stays.pk) == Outcome(claims=1, merged=True)
    assert Subject.objects.get(pk=stays.pk).all_names() == ("Wind-2", "CF-2", "Changfeng 2", "长风 2")
    assert Subject.objects.get(pk=member.pk).family == stays
    assert Claim.objects.get(pk=said.pk).subject == stays
    assert not Subject.objects.filter(pk=leaves.pk).exists()
    assert ClaimProbe.objects.filter(claim=said).exists()


def test_the_numbers_of_all_that_were_united_lead_to_the_one_that_stays() -> None:
    first, second, last = subject("Wind"), subject("Changfeng"), subject("Long wind")
    numbers = (first.pk, second.pk)
    merge_subjects(first.pk, second.pk)
    merge_subjects(second.pk, last.pk)
    assert dict(MergedSubject.objects.values_list("number", "successor")) == dict.fromkeys(numbers, last.pk)


def test_those_who_followed_the_one_follow_the_other() -> None:
    stays, leaves = subject("Wind-2"), subject("Changfeng 2")
    ours, theirs = (Topic(kind=FollowKind.SUBJECT, id=one.pk) for one in (stays, leaves))
    search = Topic(kind=FollowKind.SEARCH, search=f"language=zh&subject={leaves.pk}")
    other = Topic(kind=FollowKind.SEARCH, search=f"subject={leaves.pk}1")
    of_both, of_one = reader("both@example.org", ours, theirs), reader("one@example.org", theirs, search, other)
    follow(of_both, theirs, note="Since it was small.", now=NOW)

    merge_subjects(leaves.pk, stays.pk)

    assert [(row.subject_id, row.note) for row in of_both.follows.all()] == [(stays.pk, "Since it was small.")]
    assert {topic_of(row) for row in of_one.follows.all()} == {
        ours,
        Topic(kind=FollowKind.SEARCH, search=f"language=zh&subject={stays.pk}"),
        other,
    }


def test_who_follows_an_old_number_follows_what_it_leads_to() -> None:
    stays, leaves = subject("Wind-2"), subject("Changfeng 2")
    old = leaves.pk
    merge_subjects(old, stays.pk)
    assert reader("late@example.org", Topic(kind=FollowKind.SUBJECT, id=old)).follows.get().subject == stays


def test_uniting_again_changes_nothing() -> None:
    stays, leaves = subject("Wind-2"), subject("Changfeng 2")
    merge_subjects(leaves.pk, stays.pk)
    assert merge_subjects(leaves.pk, stays.pk) == Outcome(claims=0, merged=False)
    assert Subject.objects.get().all_names() == ("Wind-2", "Changfeng 2")


def test_a_family_that_becomes_its_member_is_not_of_itself() -> None:
    family = subject("Wind")
    member = subject("Wind-2", family=family)
    assert merge_subjects(family.pk, member.pk).merged
    assert Subject.objects.get().family is None


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("maker", "Changfeng 2 is a maker and Wind-2 a system: they are two things."),
    ],
)
def test_subjects_of_two_kinds_stay_two(kind: str, words: str) -> None:
    stays, leaves = subject("Wind-2"), subject("Changfeng 2", kind=kind)
    with pytest.raises(SubjectsDiffer) as refusal:
        merge_subjects(leaves.pk, stays.pk)
    assert str(refusal.value) == words
    assert Subject.objects.count() == 2


def test_who_reads_chinese_is_told_so_in_chinese() -> None:
    stays, leaves = subject("Wind-2"), subject("Changfeng", kind="maker")
    with translation.override("zh-hans"), pytest.raises(SubjectsDiffer) as refusal:
        merge_subjects(leaves.pk, stays.pk)
    assert str(refusal.value) == "“Changfeng”属于研发方，“Wind-2”属于系统：二者不是同一事物。"


def test_nothing_is_united_with_itself_or_with_what_is_not_there() -> None:
    alone = subject("Wind-2")
    with pytest.raises(SubjectsDiffer, match="cannot be united with itself"):
        merge_subjects(alone.pk, alone.pk)
    with pytest.raises(Subject.DoesNotExist):
        merge_subjects(alone.pk, 0)
