"""How claims and papers are cited: from the document of one, a citation as CSL-JSON, and from that BibTeX.

CSL-JSON 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from claims.core.papers import Standing

_PUBLISHER = "Claim Tracker"
# What BibTeX takes for commands of its own.
_COMMANDS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)


def citation(told: Mapping[str, Any], *, today: date) -> dict[str, object]:
    """The CSL item of a claim's or paper's document, as it stands `today`; of what the document lacks nothing is said.

    >>> item = citation({"id": 12, "text": "X is fast.", "status": "supported"}, today=date(2026, 1, 31))
    >>> item["title"], item["note"]
    ('Claim Tracker, claim 12: “X is fast.”', 'supported')
    """
    item = _claim(told) if "text" in told else _paper(told)
    return {**{name: value for name, value in item.items() if value}, "accessed": _day(today.isoformat())}


def _claim(told: Mapping[str, Any]) -> dict[str, object]:
    """Who claimed it, where it is kept, and how it stands."""
    words = [str(told[name]).replace("_", " ") for name in ("status", "certainty") if told.get(name)]
    return {
        "id": f"claim-{told['id']}" if "id" in told else "claim",
        "type": "entry",
        "title": f"{_PUBLISHER}, claim {told.get('id', '')}: “{told['text']}”",
        "author": [{"literal": _PUBLISHER}],
        "container-title": _PUBLISHER,
        "issued": _day(str(told.get("recorded_at") or "")[:10]),
        "note": f"{words[0]} ({words[1]} certainty)" if words[1:] else "".join(words),
        "language": told.get("language"),
        "URL": told.get("url"),
    }


def _paper(told: Mapping[str, Any]) -> dict[str, object]:
    ids = {one["scheme"]: one["value"] for one in told.get("identifiers", [])}
    return {
        "id": f"paper-{told['id']}" if "id" in told else "paper",
        "type": "article-journal" if told.get("venue") else "article" if "arxiv" in ids else "webpage",
        "title": told.get("title"),
        "author": [{"literal": name} for name in told.get("authors", [])],
        "container-title": told.get("venue"),
        "issued": _day(told.get("published_on") or ""),
        "note": standing.replace("_", " ") if (standing := told.get("standing", "")) != Standing.CURRENT else "",
        "DOI": ids.get("doi"),
        "number": f"arXiv:{ids['arxiv']}" if "arxiv" in ids else None,
        "URL": told.get("source_url") or told.get("url"),
    }


def _day(told: str) -> dict[str, object] | None:
    return {"date-parts": [[int(part) for part in told.split("-")]]} if told else None


def bibtex(item: Mapping[str, Any]) -> str:
    """The BibTeX entry of a CSL item: `@misc`, or `@article` where it has a journal of its own."""
    issued, accessed = (_iso(item.get(name)) for name in ("issued", "accessed"))
    is_article = item["type"] == "article-journal"
    fields = {
        "author": " and ".join(f"{{{_text(one['literal'])}}}" for one in item.get("author", [])),
        "title": f"{{{_text(item['title'])}}}" if "title" in item else "",
        "journal" if is_article else "howpublished": _text(item.get("container-title", "")),
        "year": issued[:4],
        "date": issued,
        "number": item.get("number", ""),
        "doi": item.get("DOI", ""),
        "url": item.get("URL", ""),
        "urldate": accessed,
        "note": _text(item.get("note", "")),
    }
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'article' if is_article else 'misc'}{{claimtracker-{item['id']},\n{told}}}\n"


def _text(plain: str) -> str:
    return plain.translate(_COMMANDS)


def _iso(day: Mapping[str, Any] | None) -> str:
    return "-".join(f"{part:02}" for part in day["date-parts"][0]) if day else ""
