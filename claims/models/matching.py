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
    """A watched claim filed under one required term: a paper that has no `anchor` or fails a query cannot concern it.

    `number` counts a claim's probes from 0. A claim that goes to rest leaves the index, by a trigger.
    """

    pk = models.CompositePrimaryKey("claim", "number")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="probes", db_index=False)
    number = models.PositiveSmallIntegerField()
    anchor = models.TextField()
    name = SearchQueryField()
    context = SearchQueryField()

    class Meta:
        indexes = (
            # Read by reverse search, and alone: it holds all that papers are tried on, in the order of the anchors.
            models.Index(fields=("anchor", "claim"), include=("name", "context"), name="probe_by_anchor"),
        )

    def __str__(self) -> str:
        return f"{self.name} with {self.context}"


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
