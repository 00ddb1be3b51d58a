"""Bodies as data, strictly: what is cut, empty or of another format is an error, never an empty answer."""

import json
import re

from lxml import etree

from claims.sources.connectors import Answer
from claims.sources.troubles import BrokenAnswer

_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)\b", re.I)
_SAMPLE = 2048


def xml_of(answer: Answer) -> etree._Element:
    """The root of a well-formed XML body. Nothing is repaired, no entity is resolved, a document type is refused.

    Raises `BrokenAnswer`.
    """
    _refuse_page(answer)
    if _DOCTYPE.search(answer.body[:_SAMPLE]):
        raise BrokenAnswer(f"{answer.url} sent XML with a document type, which no source needs.")
    parser = etree.XMLParser(recover=False, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(answer.body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenAnswer(f"{answer.url} sent XML that is not whole: {error}.") from error


def json_of(answer: Answer) -> object:
    """The value of a JSON body. Raises `BrokenAnswer`."""
    _refuse_page(answer)
    try:
        value: object = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise BrokenAnswer(f"{answer.url} sent something that is not whole JSON: {error}.") from error
    return value


def _refuse_page(answer: Answer) -> None:
    if not answer.body.strip():
        raise BrokenAnswer(f"{answer.url} answered {answer.status} with nothing in it.")
    if _PAGE.match(answer.body[:_SAMPLE]):
        raise BrokenAnswer(f"{answer.url} sent a web page where data was expected; it may keep programs out.")
