"""`manage.py embed_papers`: store what papers mean that came in before EMBEDDINGS was 1; can be stopped and resumed."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from claims.matching.embeddings import EncoderUnavailable, shipped_encoder
from claims.matching.paper_vectors import papers_to_embed
from claims.workflows.embed_papers import embed_papers

# Stored at a time: what a stop costs is two seconds of work.
PORTION = 20


class Command(BaseCommand):
    help = "Store a vector for each paper that has none of its newest version, for search by meaning (EMBEDDINGS=1)."

    def handle(self, **options: object) -> None:
        """Repeating it makes only what is missing, so that it goes on where it was stopped."""
        try:
            encoder = shipped_encoder()
        except EncoderUnavailable as error:
            raise CommandError(str(error)) from error
        paper_ids = list(papers_to_embed(encoder).order_by("pk").values_list("pk", flat=True))
        done = 0
        try:
            with tqdm(total=len(paper_ids), desc="Embedding", unit="paper", disable=None) as bar:
                for start in range(0, len(paper_ids), PORTION):
                    done += embed_papers(paper_ids[start : start + PORTION], encoder)
                    bar.update(min(PORTION, len(paper_ids) - start))
        except KeyboardInterrupt as stop:
            told = f"Stopped: {done} of {len(paper_ids)} papers embedded. Run it again to go on."
            raise CommandError(told, returncode=130) from stop
        self.stdout.write(f"{done} papers embedded by {encoder.name}.")
