"""The one address of an article among the many that lead to it: without tracking, AMP, mobile host and fragment."""

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

# The longest address that is kept, in bytes; browsers and servers agree on little beyond, nor do indexes take much more.
LONGEST_ADDRESS = 2000

# Parameters that tell how a reader came, never what is shown. Names that some sites give their articles (id, ref,
# source, cid) are not among them: taking those away would make one article of many.
_TRACKING = frozenset(
    """fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid yclid igshid igsh li_fat_id epik mc_cid mc_eid
    _hsenc _hsmi __hstc __hssc __hsfp hsctatracking mkt_tok oly_anon_id oly_enc_id ref_src ref_url s_cid ncid cmpid
    smid smtyp _ga _gl spm scm wt.mc_id vero_id vero_conv sharer_shareid sharer_sharetime share_token xtor
    amp outputtype""".split()
)
_TRACKING_BEGINNINGS = ("utm_", "mtm_", "matomo_", "piwik_", "pk_", "hsa_", "itm_")
# Hosts that show the same site to other devices.
_SIDE_HOST = re.compile(r"(?:www\d?|m|mobile|wap|amp)\.(?=[^.]+\.)")
# Copies of AMP pages at Google: …/c/s/site/path, where "s" says https.
_AMP_COPY = re.compile(r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[acvwi]|(?:www\.)?google\.[a-z.]{2,6}/amp)/(s/)?(.+)")


def plain_address(address: str) -> str:
    """`address` without tracking parameters and fragment, host in lower case; as given where it is none to fetch."""
    copy = _AMP_COPY.fullmatch(address)
    parts = _split(f"http{'s' if copy[1] else ''}://{copy[2]}" if copy else address)
    if parts is None:
        return address
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair))
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    host = parts.netloc.lower().rpartition("@")[2].removesuffix(":80" if parts.scheme == "http" else ":443")
    return urlunsplit((parts.scheme, host, parts.path or "/", query, fragment))


def declared_address(address: str, declared: Iterable[str]) -> str:
    """The first address that a page declares as its canonical one, on whatever site; "" when it declares none.

    `address` is where the page was found, "" when unknown. The bare front page is passed over, for careless templates
    declare it on every page.
    """
    own = plain_address(address)
    for target in filter(None, map(str.strip, declared)):
        wanted = plain_address(_joined(own, target))
        front = _split(wanted) is None or (_is_front_page(wanted) and not _is_front_page(own))
        if not front and _fits(wanted):
            return wanted
    return ""


def canonical_address(address: str, declared: str = "") -> str:
    """The address that a page is known by: the `declared` one where it is the same site's, else its own; "" without.

    A declared address on another site says where the text comes from; it is not believed to be this page's own, for
    any page may name any other.
    """
    own = plain_address(address)
    if declared and (not own or _same_site(own, declared)):
        return declared
    return own if _fits(own) else ""


def site_of(address: str) -> str:
    """The host without "www.", "m." and the like: "news.example" for "https://www.news.example/a"; "" without one."""
    parts = _split(address)
    return _SIDE_HOST.sub("", (parts.hostname or "").lower(), count=1) if parts else ""


def _fits(address: str) -> bool:
    return len(address.encode("utf-8", "replace")) <= LONGEST_ADDRESS


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} and parts.hostname else None


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target) if base else target
    except ValueError:
        return ""


def _is_tracking(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower()
    return name in _TRACKING or name.startswith(_TRACKING_BEGINNINGS)


def _same_site(one: str, other: str) -> bool:
    here, there = site_of(one), site_of(other)
    return here == there or here.endswith(f".{there}") or there.endswith(f".{here}")


def _is_front_page(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in {"", "/"} and not parts.query and not parts.fragment
