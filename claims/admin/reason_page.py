"""A page that asks why before something is done."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django_stubs_ext import StrOrPromise

from claims.admin.decision_forms import ReasonForm


def ask_for_reason(
    desk: admin.ModelAdmin[Any],
    request: HttpRequest,
    *,
    title: str,
    told: Sequence[str],
    button: str,
    back: str,
    carry_out: Callable[[str], str],
    refused: type[Exception],
    hint: StrOrPromise = "",
) -> HttpResponse:
    """A page that tells what is about to be done and asks why; `carry_out` does it and says how it went.

    `hint` says who will see the reason, where that is not who reads a claim's history.
    """
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].help_text = hint or form.fields["reason"].help_text
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, carry_out(form.cleaned_data["reason"]))
            return redirect(back)
        except refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": title,
        "told": told,
        "button": button,
        "back": back,
        "form": form,
        "columns": desk,
    }
    return TemplateResponse(request, "admin/claims/reason.html", context)


def number_in(text: str) -> int:
    """The number that a form or an address carries, 0 where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
