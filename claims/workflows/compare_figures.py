"""Hold the figures of a copy or translation against those of its original, and keep where they differ."""

from datetime import datetime

from claims.models import Announcement, Appearance, Claim, DoubtState, FigureDoubt
from claims.reading.figures_in_order import Figure, FigurePair, figures_of, paired
from claims.reading.languages import READ_LANGUAGES


def compare_figures(derived: Announcement, original: Announcement, *, now: datetime) -> int:
    """Keep each figure that `derived` tells otherwise than `original`, with both quotes and the claims made of them.

    Returns how many differ. Repeating it adds none and leaves what editors have said of a difference; a claim that was
    made since is added. Nothing is compared in languages whose numbers are not read. Raises nothing.
    """
    if {derived.language, original.language} - READ_LANGUAGES:
        return 0
    differing = [pair for pair in paired(figures_of(derived.text), figures_of(original.text)) if not pair.agree]
    mine, theirs = _places(derived), _places(original)
    for pair in differing:
        _keep(derived, original, pair, _claim_of(mine, pair.copied), _claim_of(theirs, pair.original), now=now)
    return len(differing)


def original_of(derived: Announcement) -> Announcement | None:
    """What a text is held against: a copy of a translation against that translation, whose words it has."""
    return derived.syndicated_from or derived.translation_of


def forget_doubts(derived: Announcement, *, but: Announcement | None) -> None:
    """Forget doubts of `derived` that nobody has decided against any original `but` this one. Raises nothing."""
    FigureDoubt.objects.filter(derived=derived, state=DoubtState.OPEN).exclude(original=but).delete()


def _keep(
    derived: Announcement,
    original: Announcement,
    pair: FigurePair,
    claim: Claim | None,
    counterpart: Claim | None,
    *,
    now: datetime,
) -> None:
    copied, told = pair.copied, pair.original
    FigureDoubt.objects.update_or_create(
        derived=derived,
        original=original,
        derived_start=copied.quote_start,
        original_start=told.quote_start,
        derived_figure=copied.quantity.raw,
        defaults={"claim": claim, "counterpart": counterpart},
        create_defaults={
            "derived_end": copied.quote_end,
            "derived_quote": derived.text[copied.quote_start : copied.quote_end],
            "original_end": told.quote_end,
            "original_quote": original.text[told.quote_start : told.quote_end],
            "original_figure": told.quantity.raw,
            "claim": claim,
            "counterpart": counterpart,
            "recorded_at": now,
        },
    )


def _places(announcement: Announcement) -> list[Appearance]:
    """Where the announcement makes claims; what was lent to the claim they were merged into is the same place again."""
    return list(
        announcement.appearances.filter(came_from=None)
        .select_related("claim")
        .prefetch_related("claim__quantities")
        .order_by("pk")
    )


def _claim_of(places: list[Appearance], figure: Figure) -> Claim | None:
    """The claim that says just this figure here: of those around it the tightest; None when it is in no claim."""
    around = [place for place in places if place.start <= figure.start and figure.end <= place.end]
    saying = [place for place in around if _says(place.claim, figure)]
    return min(saying, key=lambda place: (place.end - place.start, place.pk)).claim if saying else None


def _says(claim: Claim, figure: Figure) -> bool:
    wanted = (figure.quantity.value, figure.quantity.low, figure.quantity.high)
    return any((amount.value, amount.low, amount.high) == wanted for amount in claim.quantities.all())
