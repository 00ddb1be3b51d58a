"""Let the optional assessor hold documents against a claim: what it proposes waits for a person and counts nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from claims.core.model_answers import rows_in
from claims.core.papers import PaperRecord
from claims.core.statements import ClaimStatement
from claims.judging.assessor_prompt import INSTRUCTIONS, PROMPT_VERSION, material
from claims.judging.findings import Finding, Stance
from claims.judging.proposed_findings import Fault, findings_from
from claims.models import Claim, ModelRun, ModelTask
from claims.sources.chat_completions import ChatModel, Ending, ModelTrouble, ModelUnavailable, Usage
from claims.workflows.keep_evidence import keep_proposals
from claims.workflows.record_run import record_run
from claims.workflows.revisit_claim import papers_to_read

# A server that could not be used is left alone for this long: a hundred claims must not wait for it one by one.
REST = timedelta(minutes=15)
# Documents that a model is asked about in one go, and seconds after which none is begun: a job may take ten minutes.
MOST_PAPERS, MOST_SECONDS = 5, 240.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What asking about one claim gave: how many documents were put before the model, and what it proposed anew."""

    claim_id: int
    asked: int
    proposed: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What a model said of one document, as far as it holds."""

    findings: tuple[Finding, ...]
    faults: Counter[Fault]
    usage: Usage
    remark: str = ""
    failed: bool = False


def assess_with_model(claim_id: int, model: ChatModel, *, now: datetime) -> Outcome:
    """Ask about the documents near the claim on which the rules took no side, each pair once.

    Repeating it asks about the next ones, and after a rest again where the server could not be used, which is told in
    `remarks`. Raises `Claim.DoesNotExist`.
    """
    if _rests(model, now=now):
        return Outcome(claim_id=claim_id, asked=0, proposed=0, remarks=())
    claim = Claim.objects.with_statement().get(pk=claim_id)
    papers = [paper.to_core() for paper in papers_to_read(claim)]
    asked, proposed, seconds, remarks = 0, 0, 0.0, list[str]()
    for record in _undecided(claim, papers, model):
        if seconds > MOST_SECONDS:
            break
        answer = _ask(claim.to_core(), record, papers, model)
        asked, seconds = asked + 1, seconds + answer.usage.seconds
        proposed += _keep(claim, record, answer, model, now=now)
        remarks += [f"{record.title}: {answer.remark}"] if answer.remark else []
        if answer.failed:
            break
    return Outcome(claim_id=claim_id, asked=asked, proposed=proposed, remarks=tuple(remarks))


def _rests(model: ChatModel, *, now: datetime) -> bool:
    failures = ModelRun.objects.filter(task=ModelTask.ASSESSING, model=model.model, failed=True)
    return failures.filter(recorded_at__gt=now - REST).exists()


def _undecided(claim: Claim, papers: Sequence[PaperRecord], model: ChatModel) -> list[PaperRecord]:
    """The documents without a stance of the rules or a person's decision that the model was not asked about."""
    sided = claim.evidence.standing().exclude(stance=Stance.MENTIONS).values_list("paper_version", flat=True)
    runs = claim.model_runs.filter(model=model.model, prompt_version=PROMPT_VERSION, failed=False)
    done = {str(pk) for pk in (*sided, *runs.values_list("paper_version", flat=True))}
    return [record for record in papers if record.id not in done][:MOST_PAPERS]


def _ask(claim: ClaimStatement, record: PaperRecord, papers: Sequence[PaperRecord], model: ChatModel) -> _Answer:
    try:
        reply = model.ask(instructions=INSTRUCTIONS, material=material(claim, record))
    except ModelTrouble as error:
        gone = isinstance(error, ModelUnavailable)
        return _Answer(findings=(), faults=Counter(), usage=error.usage, remark=str(error), failed=gone)
    if reply.ending is Ending.REFUSED:
        return _Answer(findings=(), faults=Counter(), usage=reply.usage, remark="the model refused.")
    rows = rows_in(reply.content, "findings")
    found = findings_from(rows.rows, claim, record, papers, proposer_name(model))
    return _Answer(
        findings=found.findings,
        faults=found.faults + Counter({Fault.MISSHAPEN: rows.misshapen}),
        usage=reply.usage,
        remark="" if rows.whole else "the answer is no whole JSON.",
    )


def proposer_name(model: ChatModel) -> str:
    """What the proposals of a model are marked with: itself and the version of what it is asked."""
    return f"{model.model} (prompt {PROMPT_VERSION})"


def _keep(claim: Claim, record: PaperRecord, answer: _Answer, model: ChatModel, *, now: datetime) -> int:
    """Store what one document gave with what asking cost; nothing where another got there first."""
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        pair = locked.model_runs.filter(paper_version=int(record.id), model=model.model, prompt_version=PROMPT_VERSION)
        if pair.filter(failed=False).exists():
            return 0
        kept = keep_proposals(locked, answer.findings, proposer=proposer_name(model), now=now)
        record_run(
            model,
            answer.usage,
            prompt_version=PROMPT_VERSION,
            now=now,
            task=ModelTask.ASSESSING,
            claim=locked,
            paper_version_id=int(record.id),
            proposed=len(answer.findings) + answer.faults.total(),
            kept=kept,
            doubled=len(answer.findings) - kept,
            dropped={fault.value: count for fault, count in answer.faults.items()},
            remarks=answer.remark,
            failed=answer.failed,
        )
    return kept
