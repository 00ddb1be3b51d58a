"""A field for the code that is the second step of signing in, and what becomes of what was written there."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.workflows.check_code import CodeRefused, Device, check_code
from claims.workflows.want_mail import AskedTooOften

# A recovery code with gaps, and a few strokes more.
_LONGEST = 24


def code_field(*, help_text: Any = "", autofocus: bool = False) -> forms.CharField:
    """For a code of the app or a recovery code: both are digits, so telephones show their keys."""
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code", "spellcheck": "false"}
    return forms.CharField(
        max_length=_LONGEST,
        label=_("Code"),
        help_text=help_text or _("The six digits that your app shows now, or one of your recovery codes."),
        widget=forms.TextInput(attrs={**attributes, "autofocus": autofocus}),
    )


class CodeForm(forms.Form):
    """A code alone, which can be typed at once."""

    code = code_field(autofocus=True)


def tried(form: forms.BaseForm, user: User, *, caller: str) -> Device | None:
    """What the code in a valid form is of. None where it is not taken, and then the form says why."""
    try:
        return check_code(user, form.cleaned_data["code"], caller=caller, now=timezone.now())
    except (CodeRefused, AskedTooOften) as refused:
        form.add_error("code", str(refused))
        return None
