"""The geometry of the pictures: everything is on the sheet, nothing covers another, and the tables tell the same."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from claims.core.proportions import proportion
from claims.web.pictures.ladder import Piece, draw_ladder
from claims.web.pictures.movements import draw_movements
from claims.web.pictures.shares import Bar, draw_bars, draw_estimates, draw_shares, told
from claims.web.pictures.timeline import NEAREST, Lane, Moment, draw_timeline
from claims.wording import STATUS_WORDS

WORDS = tuple(STATUS_WORDS.values())
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 1, 1))
MOMENTS = st.lists(
    st.builds(
        Moment, day=DAYS, lane=st.sampled_from(Lane), code=st.just("for"), sign=st.just("1"), words=st.text(max_size=5)
    ),
    max_size=40,
)
PIECES = st.lists(
    st.builds(
        Piece,
        number=st.integers(min_value=1, max_value=99),
        grade=st.sampled_from(["E0", "E1", "E2", "E3", "E4", "E5", "E6"]),
        side=st.sampled_from(["for", "part", "against", "overtaken", "mentions"]),
        counted=st.booleans(),
    ),
    max_size=60,
)
COUNTS = st.dictionaries(st.sampled_from(list(STATUS_WORDS)), st.integers(min_value=0, max_value=10**6))


def percent(place: str) -> float:
    assert place.endswith("%")
    return float(place.removesuffix("%"))


@given(MOMENTS, DAYS)
def test_each_moment_of_a_timeline_has_a_place_of_its_own_or_is_counted_as_hidden(
    moments: list[Moment], until: date
) -> None:
    drawn = draw_timeline(moments, until=until)

    if drawn is None:
        assert len({moment.day for moment in moments} | {until}) < 2
        return
    places = [(percent(mark.x), mark.y, mark.moment.lane) for mark in drawn.marks]
    assert len(drawn.moments) == len(moments) == len(drawn.marks) + drawn.hidden
    assert all(0 <= x <= 100 and 9 <= y <= drawn.axis_y for x, y, _ in places)
    assert all(0 <= percent(tick.x) <= 100 for tick in drawn.ticks)
    close = [
        (one, other)
        for number, one in enumerate(places)
        for other in places[number + 1 :]
        if one[1:] == other[1:] and abs(one[0] - other[0]) < NEAREST - 0.02
    ]
    assert close == []


def test_a_timeline_tells_the_oldest_first_and_marks_years() -> None:
    said = Moment(day=date(2021, 11, 9), lane=Lane.SAID, code="said", sign="“", words="Claimed")
    paper = Moment(day=date(2020, 5, 28), lane=Lane.PAPERS, code="for", sign="1", words="A paper", link="#evidence-1")

    drawn = draw_timeline([said, paper], until=date(2024, 5, 28))

    assert drawn is not None
    assert drawn.moments == (paper, said)
    assert [tick.label for tick in drawn.ticks] == ["2021", "2022", "2023", "2024"]
    assert [(place.lane, mark.moment) for place, mark in zip(drawn.lanes, drawn.marks, strict=True)] == [
        (Lane.SAID, said),
        (Lane.PAPERS, paper),
    ]
    assert (drawn.marks[1].x, drawn.hidden) == ("4.00%", 0)


def test_a_claim_of_today_has_no_timeline_yet() -> None:
    today = Moment(day=date(2026, 5, 3), lane=Lane.SAID, code="said", sign="“", words="Claimed")

    assert (draw_timeline([today], until=today.day), draw_timeline([], until=today.day)) == (None, None)
    assert draw_timeline([today], until=today.day + timedelta(days=1)) is not None


@given(PIECES)
def test_a_ladder_puts_every_piece_that_takes_a_side_on_the_rung_of_its_grade(pieces: list[Piece]) -> None:
    sided = [piece for piece in pieces if piece.side != "mentions"]

    drawn = draw_ladder(pieces)

    placed = [(rung.grade.code, piece) for rung in drawn for piece in (*rung.against, *rung.speaking)]
    assert Counter(placed) == Counter((piece.grade, piece) for piece in sided)
    assert {piece.side for rung in drawn for piece in rung.against} <= {"against", "overtaken"}
    assert {piece.side for rung in drawn for piece in rung.speaking} <= {"for", "part"}
    codes = [rung.grade.code for rung in drawn]
    assert codes == sorted(codes, reverse=True)
    assert set(codes) >= ({f"E{n}" for n in range(1, 7)} if sided else set())


@given(COUNTS)
def test_shares_fill_the_bar_and_tell_all_that_was_counted(counts: dict[str, int]) -> None:
    drawn = draw_shares(counts, WORDS)

    if drawn is None:
        assert sum(counts.values()) == 0
        return
    assert {part.word.code: part.count for part in drawn.segments} == {code: n for code, n in counts.items() if n}
    assert drawn.total == sum(counts.values())
    assert abs(sum(percent(part.width) for part in drawn.segments) - 100) < 0.05
    ends = [0.0, *(percent(part.x) + percent(part.width) for part in drawn.segments)]
    assert all(abs(percent(part.x) - end) < 0.02 for part, end in zip(drawn.segments, ends, strict=False))


@given(st.lists(COUNTS, min_size=1, max_size=30))
def test_columns_are_as_high_as_their_weeks_moved(weeks: list[dict[str, int]]) -> None:
    mondays = [date(2026, 1, 5) + timedelta(weeks=number) for number in range(len(weeks))]

    drawn = draw_movements(list(zip(mondays, weeks, strict=True)), WORDS)

    assert [column.total for column in drawn.columns] == [sum(week.values()) for week in weeks]
    assert [{p.word.code: p.count for p in c.pieces} for c in drawn.columns] == [
        {code: n for code, n in week.items() if n} for week in weeks
    ]
    assert all(0 <= float(piece.y) <= drawn.base for column in drawn.columns for piece in column.pieces)
    highest = max(sum(float(piece.height) for piece in column.pieces) for column in drawn.columns)
    assert (highest < 0.1) == (drawn.total == 0)


def test_estimates_lie_on_one_scale_with_their_intervals() -> None:
    (drawn,) = draw_estimates([(STATUS_WORDS["refuted"], proportion(0, 20))])

    assert (drawn.part, drawn.whole, drawn.x, drawn.low_x, drawn.width) == (0, 20, "0.00%", "0.00%", "16.11%")
    assert (drawn.percent, drawn.low, drawn.high) == ("0", "0", "16")


def test_bars_leave_out_what_is_nothing_and_keep_their_order() -> None:
    assert draw_bars([("one", 1, ""), ("none", 0, ""), ("four", 4, "?x")]) == (
        Bar(label="one", count=1, width="25.00%", query=""),
        Bar(label="four", count=4, width="100.00%", query="?x"),
    )
    assert draw_bars([]) == ()


def test_a_share_that_is_not_quite_none_or_all_does_not_read_so() -> None:
    assert [told(share) for share in (0, 0.001, 0.125, 0.5, 0.999, 1)] == ["0", "<1", "12", "50", ">99", "100"]
