"""Single mails about a reader's own matters (confirm an address, a webhook was switched off …), in the look of all."""

from collections.abc import Sequence
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from claims.core.columns import wrapped
from claims.mail_frame import inlined, mail_css, mail_host


def notice(
    *, to: str, language: str, subject: str, paragraphs: Sequence[str], action: tuple[str, str] | None = None
) -> EmailMultiAlternatives:
    """A mail ready to be sent, in plain text and HTML; nothing is sent here.

    `subject` (one line) and `paragraphs` are already in `language`, one of `MailLanguage`; they may hold what people
    wrote. `action` is the label of a button and the whole address that it opens. It says that a machine wrote it, so
    that no absence notice comes back.
    """
    line = " ".join(subject.split())
    with translation.override(language):
        told = {
            "language": language,
            "css": mail_css(),
            "site": settings.SITE_URL,
            "host": mail_host(),
            "subject": line,
            "paragraphs": paragraphs,
            "action": action,
        }
        page = inlined(render_to_string("mail/notice.html", told))
        text = _plain(line, paragraphs, action)
    message = EmailMultiAlternatives(
        subject=line,
        body=text,
        to=[to],
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": language,
            "Message-ID": make_msgid("notice", domain=mail_host()),
        },
    )
    message.attach_alternative(page, "text/html")
    return message


def _plain(subject: str, paragraphs: Sequence[str], action: tuple[str, str] | None) -> str:
    parts = [wrapped(subject)]
    parts += ["\n".join(wrapped(line) for line in paragraph.splitlines()) for paragraph in paragraphs]
    if action:
        label, address = action
        parts.append(f"{wrapped(label)}:\n{address}")
    signature = wrapped(
        _(
            "You get this mail because this address was used at Claim Tracker (%(host)s), or because it concerns what "
            "you follow there."
        )
        % {"host": mail_host()}
    )
    return "\n\n".join([*parts, f"-- \n{signature}"]) + "\n"
