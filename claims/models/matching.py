"""The index between claims and papers: which claims could a paper concern, which papers could a claim need."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from claims.models.claims import Claim
from claims.models.papers import Paper, PaperVersion


class SearchQueryField(models.Field[str, str]):
    """PostgreSQL's `tsquery`, written as text; it reads back in PostgreSQL's own spelling."""

    def db_type(self, connection: object) -> str:
        return "tsquery"


class ClaimProbe(models.Model):
    """A claim filed under one required term: a paper without `anchor`, or that fails `query`, cannot concern it.

    `wording` is `query` as it was written, to tell whether a probe is filed already.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="probes")
    anchor = models.CharField(max_length=100)
    query = SearchQueryField()
    wording = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("claim", "anchor", "wording"), name="probe_once"),)
        indexes = (
            # Read by reverse search: the terms of a batch of papers are joined to it.
            models.Index(fields=("anchor", "claim"), name="probe_by_anchor"),
        )

    def __str__(self) -> str:
        return f"{self.anchor} & {self.query}"


class PaperTerms(models.Model):
    """The terms of a paper's text, cut by our own code so that Chinese counts too; kept apart from the wide row."""

    paper = models.OneToOneField(Paper, primary_key=True, on_delete=models.CASCADE, related_name="terms")
    vector = SearchVectorField()

    class Meta:
        verbose_name_plural = "paper terms"
        indexes = (
            # Read by forward search: a claim's probes against all papers.
            GinIndex(fields=("vector",), name="paper_terms_gin"),
        )

    def __str__(self) -> str:
        return f"terms of paper {self.paper_id}"


class PaperVector(models.Model):
    """What a paper's title and abstract mean, as an optional encoder sees it (`claims.matching.embeddings`).

    `version` is the one that was read: versions never change, so a newer one tells that the vector is stale. `encoder`
    is the name of the model; vectors of different ones do not compare.
    """

    paper = models.OneToOneField(Paper, primary_key=True, on_delete=models.CASCADE, related_name="vector")
    version = models.ForeignKey(PaperVersion, on_delete=models.CASCADE, related_name="+")
    encoder = models.CharField(max_length=100)
    # Little-endian half-precision floats, of unit length together.
    vector = models.BinaryField()

    def __str__(self) -> str:
        return f"vector of paper {self.paper_id}"
