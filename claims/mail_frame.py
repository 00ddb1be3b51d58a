"""What all mails share: one style sheet, put into the tags as mail programs want it, and the host that they are of."""

from functools import cache
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe


@cache
def mail_css() -> SafeString:
    """The style sheet of mails, our own file: safe to be put into a page as it is."""
    return mark_safe(get_template("mail/letter.css").render())  # noqa: S308 (our own file, without any value in it)


def inlined(page: str) -> str:
    """A whole page whose rules are in the tags; those for dark and for narrow screens stay in its head."""
    return css_inline.inline(page, keep_at_rules=True, load_remote_stylesheets=False)


def inlined_fragment(fragment: str) -> str:
    """A part of a page with the rules of `mail_css` in its tags."""
    return css_inline.inline_fragment(fragment, mail_css(), load_remote_stylesheets=False)


def mail_host() -> str:
    """The host of the site, which names its mails and lists."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
