"""Accounts: signing in and out, making one, its password, and the page that leads to all that is one's own."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as djangos
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from claims.models import ApiToken
from claims.web.callers import caller_of
from claims.web.code_form import code_field, tried
from claims.web.follows import mail_language
from claims.web.second_step import open_session, wait_for_code
from claims.web.subscriber_forms import AddressForm
from claims.web.subscribers import of_a_link
from claims.workflows.check_code import Device
from claims.workflows.count_sign_in import count_sign_in
from claims.workflows.keep_two_factor import has_two_factor, two_factor_of
from claims.workflows.make_account import (
    NameTaken,
    SignUpClosed,
    address_of_account,
    ask_for_account,
    ask_for_password,
    make_account,
)
from claims.workflows.subscribe_account import subscriber_of
from claims.workflows.want_mail import AddressRefused, AskedTooOften

_METHODS = ["GET", "HEAD", "POST"]


class SignInForm(AuthenticationForm):
    """A name, or the address of an account, and its password; tries are counted before a password is looked at."""

    error_messages = {  # noqa: RUF012  # Django's class says what it is.
        "invalid_login": gettext_lazy("No account has this name and this password. Mind capital letters."),
        "inactive": gettext_lazy("This account is closed."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Name or e-mail address")

    def clean(self) -> dict[str, Any]:
        """As Django does it, for a name that an address stands for, and not too often."""
        given = self.cleaned_data.get("username") or ""
        if self.request is not None and given:
            try:
                count_sign_in(given, caller_of(self.request), now=timezone.now())
            except AskedTooOften as too_often:
                raise ValidationError(str(too_often), code="too_often") from too_often
        if "@" in given and not User.objects.filter(username=given).exists():
            names = list(User.objects.filter(email__iexact=given).values_list("username", flat=True)[:2])
            # Two accounts with one address, which only the desk can make, are told apart by their names.
            self.cleaned_data["username"] = names[0] if len(names) == 1 else given
        return super().clean()


class SignIn(djangos.LoginView):
    """See the module. Whoever is signed in and may not see what they wanted is told so, and can be somebody else."""

    form_class = SignInForm
    template_name = "account/sign_in.html"

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in whoever has no second step; who has one is nobody until they have taken it."""
        user = form.get_user()
        if not has_two_factor(user):
            return super().form_valid(form)
        wait_for_code(self.request, user, next=self.get_success_url(), now=timezone.now())
        return redirect("web:sign_in_code")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether there is a page to make an account."""
        return {**super().get_context_data(**kwargs), "sign_up": settings.SIGN_UP}


class SignOut(djangos.LogoutView):
    """By a form alone, so that no link of others does it."""

    next_page = "web:claim_list"


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # Generic for the type checker alone.
    """A new password; with two-factor sign-in also a code, as a mail alone shows only that the mail box is theirs."""

    def __init__(self, user: User, *args: Any, caller: str = "", **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.caller = caller
        self.device: Device | None = None
        if has_two_factor(user):
            self.fields["code"] = code_field()

    def clean(self) -> dict[str, Any]:
        """The code last, for it is good once."""
        said = super().clean() or {}
        if "code" in self.fields and not self.errors:
            self.device = tried(self, self.user, caller=self.caller)
        return said


class NewPassword(djangos.PasswordResetConfirmView):
    """The page of the link in the mail, which signs in as well."""

    form_class = NewPasswordForm
    template_name = "account/new_password.html"
    success_url = reverse_lazy("web:account")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With who asks, as codes are counted."""
        return {**super().get_form_kwargs(), "caller": caller_of(self.request)}

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:  # type: ignore[override]  # The form of this class.
        """Set it, and sign in with what the form asked for."""
        answer = super().form_valid(form)
        open_session(self.request, form.user, form.device)
        return answer


class ChangePassword(djangos.PasswordChangeView):
    """For whoever knows the old one."""

    template_name = "account/change_password.html"
    success_url = reverse_lazy("web:account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that it is done."""
        messages.success(self.request, _("The password is changed."))
        return super().form_valid(form)


class AccountForm(forms.Form):
    """The name and the password of a new account."""

    name = forms.CharField(
        max_length=150,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As it stands beside what you do here. Letters, digits and . + - _"),
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        max_length=4096,
        strip=False,
        label=gettext_lazy("Password"),
        help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        """A password that is not easily guessed from the rest."""
        said = super().clean() or {}
        if said.get("password") and said.get("name"):
            try:
                validate_password(said["password"], User(username=said["name"], email=self.address))
            except ValidationError as weak:
                self.add_error("password", weak)
        return said


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What is one's own, and where it is."""
    user = cast("User", request.user)
    subscriber = subscriber_of(user)
    told = {
        "subscriber": subscriber,
        "follows": subscriber.follows.count() if subscriber else 0,
        "tokens": ApiToken.objects.filter(user=user, expiry__gte=timezone.now()).count(),
        "roles": sorted(user.groups.values_list("name", flat=True)),
        "two_factor": two_factor_of(user),
    }
    return render(request, "account/account.html", told)


@never_cache
@require_http_methods(_METHODS)
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for the address first; what comes next comes by mail. Its answer is the same for an address that is known."""
    if not settings.SIGN_UP:
        raise Http404("Accounts are made by whoever runs this site.")
    return _by_mail(request, ask_for_account, "account/sign_up.html")


@never_cache
@require_http_methods(_METHODS)
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the address of the account; its answer is the same where there is none."""
    return _by_mail(request, ask_for_password, "account/password_forgotten.html")


def _by_mail(request: HttpRequest, ask: Any, template: str) -> HttpResponse:
    form, status = AddressForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                ask(
                    form.cleaned_data["address"],
                    language=mail_language(),
                    caller=caller_of(request),
                    now=timezone.now(),
                )
            except AddressRefused as refused:
                form.add_error("address", str(refused))
            except AskedTooOften as too_often:
                form.add_error(None, str(too_often))
                status = 429
            else:
                return redirect("web:check_your_mail")
    return render(request, template, {"form": form}, status=status)


@of_a_link
def sign_up_confirmed(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link in the mail: a name and a password, and the account is there."""
    now = timezone.now()
    address = address_of_account(token, now=now)
    form = AccountForm(request.POST if request.method == "POST" else None, address=address)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            user = make_account(token, name=said["name"], password=said["password"], language=mail_language(), now=now)
        except SignUpClosed as closed:
            raise Http404("Accounts are made by whoever runs this site.") from closed
        except NameTaken as taken:
            form.add_error("name", str(taken))
        else:
            open_session(request, user, None)
            messages.success(request, _("Welcome. Your account is made."))
            return redirect("web:account")
    told = {"form": form, "address": address}
    return render(request, "account/sign_up_confirmed.html", told, status=400 if form.is_bound else 200)
