"""A person's own pages: the tokens with which their programs use the REST API."""

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from claims.models import ApiToken, Scope
from claims.models.api_tokens import LONGEST_TOKEN_NAME
from claims.workflows.make_token import MOST_DAYS, TokenRefused, make_token, withdraw_token

# The labels of `Scope`, so that translators are asked for them.
_SCOPES = (
    gettext_noop("read, at the pace of people we know"),
    gettext_noop("follow things and keep webhooks, your own alone"),
    gettext_noop("submit announcements and see what became of them"),
    gettext_noop("propose evidence and rulings, and comment on claims"),
    gettext_noop("accept and reject evidence, and have claims looked for"),
    gettext_noop("rule on claims, merge them, and publish comments"),
    gettext_noop("all that its owner may do"),
)


class TokenForm(forms.Form):
    """What a new token is to be."""

    name = forms.CharField(
        max_length=LONGEST_TOKEN_NAME,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What it is for, to tell it from others."),
    )
    scopes = forms.MultipleChoiceField(
        choices=lambda: [(one.value, _(one.label)) for one in Scope],
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("It may"),
    )
    days = forms.IntegerField(
        min_value=1, max_value=MOST_DAYS, initial=90, label=gettext_lazy("Days until it runs out")
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the person, and a form for another one, which is shown in the answer and never again."""
    user, now = cast("User", request.user), timezone.now()
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret, status = "", 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            wanted = [Scope(scope) for scope in form.cleaned_data["scopes"]]
            try:
                made = make_token(
                    user, name=form.cleaned_data["name"], scopes=wanted, days=form.cleaned_data["days"], now=now
                )
            except TokenRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                secret, status, form = made.secret, 201, TokenForm()
    standing = ApiToken.objects.filter(user=user, expiry__gte=now).order_by("name")
    told = {"form": form, "secret": secret, "tokens": standing}
    return render(request, "claims/account_tokens.html", told, status=status)


@never_cache
@login_required
@require_POST
def token_withdrawn(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw one of the person's own tokens."""
    if not withdraw_token(number, user=cast("User", request.user)):
        raise Http404(f"You have no token {number}.")
    messages.success(request, _("Withdrawn. Programs that used it are refused from now on."))
    return redirect("web:account_tokens")
