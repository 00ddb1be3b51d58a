"""The forms of people's decisions: each wants a reason. They work without JavaScript."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from claims.wording import STATUS_WORDS

MISSING = _("Say why: others will follow the decision by its reason.")


class ReasonForm(forms.Form):
    """Why, in words that readers of the claim's history see."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "data-key": "w"}),
        help_text=_("Shown with your name in the claim's history."),
        error_messages={"required": MISSING},
    )


class RequoteForm(ReasonForm):
    """Other words of the same document."""

    quote = forms.CharField(
        label=_("The words to quote instead"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4, "data-key": "x"}),
        help_text=_("Copied from the document below, letter by letter."),
    )
    field_order = ("quote", "reason")


class RulingForm(ReasonForm):
    """What a claim is to be called."""

    status = forms.ChoiceField(
        label=_("The claim is"),
        choices=lambda: [(code, word.label.lower()) for code, word in STATUS_WORDS.items()],
        widget=UnfoldAdminSelectWidget(attrs={"data-key": "c"}),
    )
    field_order = ("status", "reason")


def is_fit_for_a_preview(form: ReasonForm) -> bool:
    """Whether all is given but the reason, which is asked for when it is saved."""
    form.fields["reason"].required = False
    fit = form.is_valid()
    form.fields["reason"].required = True
    return fit


def is_saved(request: HttpRequest, name: str) -> bool:
    """Whether a form is to be saved with the `name` that was previewed; a changed one is previewed again first."""
    previewed, given = (request.POST.get(one, "").split() for one in ("previewed", name))
    return request.method == "POST" and "save" in request.POST and previewed == given


def initial_of(form: type[forms.Form], given: dict[str, Any]) -> dict[str, Any]:
    """What of a query string a form starts with."""
    return {name: given[name] for name in form.base_fields if name in given}
