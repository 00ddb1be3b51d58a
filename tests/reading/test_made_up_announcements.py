"""The made-up announcements: gold that holds together, and a scorer that counts as it says."""

from collections import Counter

from bench.reading_accuracy import GOLD, Marked, Row, outcome, rows_in, summary

TEXT = "Zephyr has 9B parameters and costs $4. We love it. Zephyr: 9B."


def marked_span(quote: str, value: float | None = None, **more: object) -> Row:
    start = TEXT.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote), "value": value, **more}


def gold_claim(quote: str, value: float | None = None) -> Row:
    return marked_span(quote, value, is_quantitative=value is not None)


def quotes(rows: list[Row]) -> list[str]:
    return [row["quote"] for row in rows]


def test_every_quote_stands_at_its_offsets_under_an_id_of_its_own() -> None:
    texts = {row["id"]: row["text"] for row in rows_in(GOLD / "announcements.jsonl")}
    marked = rows_in(GOLD / "claims.jsonl") + rows_in(GOLD / "not_claims.jsonl")
    assert [row["id"] for row in marked if texts[row["article_id"]][row["start"] : row["end"]] != row["quote"]] == []
    assert [key for key, count in Counter(row["id"] for row in marked).items() if count > 1] == []
    assert {row["article_id"] for row in marked} == texts.keys()


def test_a_half_is_six_announcements_of_each_language() -> None:
    rows = rows_in(GOLD / "announcements.jsonl")
    assert Counter((row["split"], row["lang"]) for row in rows) == dict.fromkeys(
        [("dev", "en"), ("dev", "zh"), ("held_out", "en"), ("held_out", "zh")], 6
    )


def test_a_claim_is_found_by_span_and_value_and_the_rest_is_missed_or_a_false_alarm() -> None:
    scored = outcome(
        Marked(
            announcement={"id": "a", "lang": "en"},
            read=[
                marked_span("Zephyr has 9B parameters", 9.05e9),
                marked_span("costs $4", 5.0),
                marked_span("We love it."),
                marked_span("Zephyr: 9B.", 9e9),
            ],
            claims=[gold_claim("has 9B parameters", 9e9), gold_claim("and costs $4", 4.0)],
            restatements=[gold_claim("Zephyr: 9B", 9e9)],
            not_claims=[marked_span("We love it")],
        )
    )
    assert quotes(scored.missed) == ["and costs $4"]
    assert quotes(scored.false_alarms) == ["costs $4", "We love it."]
    assert quotes(scored.on_not_claims) == ["We love it."]
    assert summary([scored]) == {
        "gold": 2,
        "found": 1,
        "recall": 0.5,
        "recall with value": 0.5,
        "recall without": 0.0,
        "value given": 1.0,
        "precision": 1 / 3,
        "false alarms": 2,
        "on non-claims": 1,
    }
