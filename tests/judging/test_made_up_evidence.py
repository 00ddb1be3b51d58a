"""The made-up evidence: gold that holds together, and a scorer that counts as it says."""

from collections import Counter

from bench.judging_accuracy import GOLD, Judged, Row, confusion, judged, rows_in, summary

CLAIMS, PAPERS = rows_in(GOLD / "claims.jsonl"), rows_in(GOLD / "papers.jsonl")
PAIRS, STATUSES = rows_in(GOLD / "evidence.jsonl"), rows_in(GOLD / "statuses.jsonl")


def text_at(paper: Row, location: str) -> str:
    """The title, the abstract or the passage of that name."""
    passages = {passage["location"]: passage["text"] for passage in paper["passages"]}
    return str({"title": paper["title"], "abstract": paper["abstract"], **passages}[location])


def gold_pair(paper_id: str, stance: str, *also: str) -> Row:
    return {"id": paper_id, "paper_id": paper_id, "stance": stance, "also": list(also)}


def test_every_quote_stands_at_its_offsets_in_its_document() -> None:
    papers = {paper["id"]: paper for paper in PAPERS}
    texts = {pair["id"]: text_at(papers[pair["paper_id"]], pair["location"]) for pair in PAIRS}
    assert [row["id"] for row in PAIRS if texts[row["id"]][row["start"] : row["end"]] != row["quote"]] == []
    assert [row["id"] for row in PAIRS if row["start"] >= row["end"]] == []


def test_ids_are_unique_and_every_claim_has_a_status() -> None:
    ids = [row["id"] for row in (*CLAIMS, *PAPERS, *PAIRS)]
    assert [key for key, count in Counter(ids).items() if count > 1] == []
    assert sorted(row["claim_id"] for row in STATUSES) == sorted(claim["id"] for claim in CLAIMS)
    assert {row["claim_id"] for row in PAIRS} == {claim["id"] for claim in CLAIMS}
    assert {row["paper_id"] for row in PAIRS} == {paper["id"] for paper in PAPERS}


def test_a_pair_and_its_status_lie_in_the_half_of_their_claim() -> None:
    halves = {row["id"]: row["split"] for row in (*CLAIMS, *PAPERS)}
    assert [row["id"] for row in PAIRS if {halves[row["claim_id"]], halves[row["paper_id"]]} != {row["split"]}] == []
    assert [row["claim_id"] for row in STATUSES if halves[row["claim_id"]] != row["split"]] == []
    assert Counter((claim["split"], claim["lang"]) for claim in CLAIMS) == {
        ("dev", "en"): 26,
        ("dev", "zh"): 14,
        ("held_out", "en"): 12,
        ("held_out", "zh"): 8,
    }


def test_a_status_is_expected_acceptable_or_not_but_never_both() -> None:
    assert [row["claim_id"] for row in STATUSES if row["expected"] not in row["acceptable"]] == []
    assert [row["claim_id"] for row in STATUSES if set(row["acceptable"]) & set(row["unacceptable"])] == []


def test_stances_are_right_let_pass_flipped_or_taken_where_there_is_none() -> None:
    one = Judged(
        claim={"id": "c", "lang": "en"},
        pairs=[
            gold_pair("right", "supports"),
            gold_pair("flipped", "contradicts"),
            gold_pair("let pass", "supports", "contradicts"),
            gold_pair("left out", "mentions", "unrelated"),
            gold_pair("missed", "mentions"),
            gold_pair("taken in", "unrelated"),
            gold_pair("seen through", "unrelated"),
        ],
        gold_status={"expected": "disputed", "acceptable": ["disputed", "refuted"], "unacceptable": ["supported"]},
        stances={
            "right": "supports",
            "flipped": "supports",
            "let pass": "contradicts",
            "taken in": "contradicts",
            "seen through": "mentions",
            "stray": "supports",
            "named": "mentions",
        },
        status="supported",
    )
    assert [pair["id"] for pair in one.wrong] == ["flipped", "missed"]
    assert [pair["id"] for pair in one.flipped] == ["flipped"]
    assert [pair["id"] for pair in one.sides_on_distractors] == ["taken in"]
    assert one.strays == ["stray"]
    assert summary([one]) == {
        "pairs": 5,
        "accuracy": 0.2,
        "fair": 0.6,
        "flips": 1,
        "distractors": 2,
        "sides on distractors": 1,
        "strays": 1,
        "statuses": 1,
        "expected": 0,
        "acceptable": 0,
        "unacceptable": 1,
    }
    assert confusion([one]) == {
        ("supports", "supports"): 1,
        ("supports", "contradicts"): 1,
        ("contradicts", "supports"): 1,
        ("mentions", "none"): 2,
        ("unrelated", "contradicts"): 1,
        ("unrelated", "mentions"): 1,
    }


def test_every_claim_of_a_half_is_judged_beside_the_documents_of_that_half() -> None:
    outcomes = judged(GOLD, "dev")
    assert [one.claim["id"] for one in outcomes] == [claim["id"] for claim in CLAIMS if claim["split"] == "dev"]
    assert {key for one in outcomes for key in one.stances} <= {row["id"] for row in PAPERS if row["split"] == "dev"}
