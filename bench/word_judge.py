"""The word judge: labels out of fold on SciFact, labels on SciTab, how sure is right, and milliseconds a claim.

`python -m bench.word_judge [mistakes]`. Reads `../shared/data` beside the project and needs the group `train`; without
either it says so and measures nothing. `mistakes` prints the twenty surest wrong labels as well.
"""

import importlib.util
import json
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from claims.core.papers import PaperRecord
from claims.core.statements import ClaimStatement
from claims.judging.claim_readings import read_claim
from claims.judging.findings import Stance
from claims.judging.number_stance import by_numbers
from claims.judging.paper_readings import read_paper
from claims.judging.relevance import Bond, relevance
from claims.judging.word_features import read_wording
from claims.judging.word_judge import view_of
from claims.judging.word_model import LEANINGS, Chances, WordVerdict, judge_words, model_from_rows, weigh_words
from claims.judging.word_rarity import shipped_rarity
from claims.judging.word_stance import by_word_rules
from training.scifact import Pair, folds, read_pairs

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SHUFFLES = 3
ABSTRACTS = 50
TIMED_CLAIMS = 40
BAND = 0.1


def main(words: Sequence[str]) -> None:
    """Print every figure of docs/judging.md on the word judge."""
    if not DATA.is_dir() or importlib.util.find_spec("sklearn") is None:
        print("needs the measured data beside the project, and the group train: uv sync --group train")
        return
    pairs = read_pairs(DATA / "scifact")
    right = [pair.label for pair in pairs]
    print(f"SciFact, {len(pairs)} pairs of a claim and an abstract that it cites")
    print(f"  rules alone: {figures(right, [label_by_rules(pair) for pair in pairs])}")
    for apart in (False, True):
        for seed in range(SHUFFLES):
            verdicts = verdicts_out_of_fold(pairs, seed=seed, apart=apart)
            told = ", reworded claims kept together" if apart else ""
            print(f"  out of fold{told}, shuffle {seed}: {figures(right, [one.leaning for one in verdicts])}")
            print(f"    views of a product: {views(right, verdicts)}")
    verdicts = verdicts_out_of_fold(pairs, seed=0, apart=False)
    for stance in ("supports", "contradicts"):
        print_reliability(stance, right, [one.chances for one in verdicts])
    if "mistakes" in words:
        print_mistakes(pairs, verdicts)
    print(f"SciTab: {scitab()}")
    print(f"{ABSTRACTS} abstracts a claim, none read before: {1000 * seconds_a_claim(pairs):.0f} ms in the median")


def figures(right: Sequence[str], given: Sequence[str]) -> str:
    """Accuracy, macro-F1 and F1 by label."""
    f1 = {label: f1_of(label, right, given) for label in LEANINGS}
    same = sum(a == b for a, b in zip(right, given, strict=True)) / len(right)
    told = ", ".join(f"{label} {value:.3f}" for label, value in f1.items())
    return f"accuracy {same:.3f}, macro-F1 {statistics.mean(f1.values()):.3f} ({told})"


def f1_of(label: str, right: Sequence[str], given: Sequence[str]) -> float:
    """The harmonic mean of precision and recall of one label."""
    both = sum(a == b == label for a, b in zip(right, given, strict=True))
    return 2 * both / max(1, right.count(label) + list(given).count(label))


def label_by_rules(pair: Pair) -> str:
    """What numbers and word rules alone make of a pair."""
    claim = read_claim(ClaimStatement(id="", text=pair.claim))
    paper = read_paper(PaperRecord(id=pair.document, title=pair.title, abstract=" ".join(pair.sentences)))
    for passage in paper.passages:
        tied = relevance(claim, paper, passage)
        if tied.bond is Bond.NONE:
            continue
        view = by_numbers(claim, paper, passage, tied) or by_word_rules(claim, paper, passage, tied)
        if view and view.stance is not Stance.MENTIONS:
            return str(view.stance)
    return "neither"


def verdicts_out_of_fold(pairs: Sequence[Pair], *, seed: int, apart: bool) -> list[WordVerdict]:
    """The verdict on each pair by weights and a calibration that saw no pair of its fold."""
    from training.word_judge import balanced_scores, calibrate, fit, read_all

    read = read_all(pairs, shipped_rarity())
    fold_of = folds(pairs, seed=seed, apart=apart)
    models = {}
    for fold in sorted(set(fold_of)):
        seen = [i for i, one in enumerate(fold_of) if one != fold]
        models[fold] = fit([pairs[i] for i in seen], [read[i] for i in seen])
    scores = [balanced_scores(model_from_rows(models[fold]), one) for fold, one in zip(fold_of, read, strict=True)]
    for fold, rows in models.items():
        others = [i for i, one in enumerate(fold_of) if one != fold]
        rows["calibration"] = calibrate([scores[i] for i in others], [pairs[i].label for i in others])
    return [weigh_words(one, model_from_rows(models[fold])) for fold, one in zip(fold_of, read, strict=True)]


def views(right: Sequence[str], verdicts: Sequence[WordVerdict]) -> str:
    """How many views the bars of the product let through, and how many of them are right or the other way round."""
    told = []
    for stance in (Stance.SUPPORTS, Stance.CONTRADICTS):
        given = [(gold, view_of(one)) for gold, one in zip(right, verdicts, strict=True)]
        found = [gold for gold, view in given if view and view.stance is stance]
        flipped = len(found) - found.count(stance) - found.count("neither")
        told.append(f"{len(found)} {stance}, {found.count(stance)} right, {flipped} flipped")
    return "; ".join(told)


def print_reliability(stance: str, right: Sequence[str], chances: Sequence[Chances]) -> None:
    """For each tenth of the chance: how many pairs, their mean chance, and the share that came true."""
    print(f"  chance of “{stance}”: pairs, mean chance, came true")
    for tenth in range(10):
        rows = [
            (value, gold == stance)
            for gold, one in zip(right, chances, strict=True)
            if tenth * BAND <= (value := float(getattr(one, stance))) < (tenth + 1) * BAND
        ]
        if rows:
            mean, true = (statistics.mean(column) for column in zip(*rows, strict=True))
            print(f"    {tenth * BAND:.1f}: {len(rows)}, {mean:.2f}, {true:.2f}")


def print_mistakes(pairs: Sequence[Pair], verdicts: Sequence[WordVerdict]) -> None:
    """The twenty wrong labels with the least chance left for the right one."""
    wrong = [
        (float(getattr(one.chances, pair.label)), pair, one)
        for pair, one in zip(pairs, verdicts, strict=True)
        if one.leaning != pair.label
    ]
    for chance, pair, one in sorted(wrong, key=lambda row: (row[0], row[1].claim))[:20]:
        print(f"  {pair.label} taken for {one.leaning} ({chance:.2f} left): {pair.claim}")
        print(f"    {pair.sentences[one.sentence]}")


def scitab() -> str:
    """Claims about tables: the caption is the title, a row with the column names is a sentence."""
    labels = {"supports": "supports", "refutes": "contradicts", "not enough info": "neither"}
    right, given = [], []
    for line in (DATA / "scitab" / "sci_tab.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        names = row["table_column_names"]
        told = tuple(
            ", ".join(f"{name} {value}" for name, value in zip(names, values, strict=False))
            for values in row["table_content_values"]
        )
        verdict = judge_words(row["claim"], row["table_caption"], told)
        right.append(labels[row["label"]])
        given.append(verdict.leaning if verdict else "neither")
    return f"{len(right)} claims, {figures(right, given)}"


def seconds_a_claim(pairs: Sequence[Pair]) -> float:
    """The median over claims of judging one against fifty abstracts whose words were not read before."""
    chance = random.Random(7)  # noqa: S311 - a bench, not a secret
    seconds = []
    for pair in chance.sample(list(pairs), TIMED_CLAIMS):
        texts = chance.sample(list(pairs), ABSTRACTS)
        read_wording.cache_clear()
        judge_words.cache_clear()
        started = time.perf_counter()
        for text in texts:
            judge_words(pair.claim, text.title, text.sentences)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


if __name__ == "__main__":
    main(sys.argv[1:])
