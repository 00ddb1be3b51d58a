"""The forms of the reading desk. They work without JavaScript, and keep what was typed."""

from typing import Any, override

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.core.statements import ClaimKind
from claims.models import Claim, DeskAct
from claims.workflows.decide_claim import BECOMES
from claims.workflows.edit_claim import LONGEST_CLAIM, Edit
from claims.workflows.ingest_announcement import Intake
from claims.workflows.keep_submission import LONGEST_TEXT

_LONGEST_REASON = 1000


class DecisionForm(forms.Form):
    """A decision on one claim; `seen` is the newest entry that the page showed."""

    claim = forms.IntegerField(min_value=1)
    seen = forms.IntegerField(min_value=0)
    act = forms.ChoiceField(choices=[(act.value, act.label) for act in DeskAct if act in BECOMES])
    reason = forms.CharField(required=False, max_length=_LONGEST_REASON)


class EditForm(forms.Form):
    """A draft as it shall be."""

    claim = forms.IntegerField(min_value=1)
    seen = forms.IntegerField(min_value=0)
    text = forms.CharField(
        label=gettext_lazy("The claim"), max_length=LONGEST_CLAIM, widget=forms.Textarea(attrs={"rows": 3})
    )
    subject = forms.CharField(
        label=gettext_lazy("About"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("A name or an alias; a new name makes a new subject."),
    )
    figure = forms.CharField(
        label=gettext_lazy("Figure"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As in a text: “over 10 trillion parameters”, “11x”."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Claim._meta.get_field("kind").flatchoices)
    claimed_on = forms.DateField(
        label=gettext_lazy("Claimed on"), required=False, help_text=gettext_lazy("Year-month-day.")
    )
    reason = forms.CharField(label=gettext_lazy("Why (for the history)"), required=False, max_length=_LONGEST_REASON)

    def edit(self) -> Edit:
        """What was typed, as the workflow takes it."""
        given = self.cleaned_data
        return Edit(
            text=given["text"],
            subject=given["subject"],
            figure=given["figure"],
            kind=ClaimKind(given["kind"]),
            claimed_on=given["claimed_on"],
        )


class SplitForm(forms.Form):
    """The parts of a draft, one a line, in the words of its sentence."""

    claim = forms.IntegerField(min_value=1)
    seen = forms.IntegerField(min_value=0)
    parts = forms.CharField(
        label=gettext_lazy("Its parts, one a line"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Copied from the sentence letter by letter. Each becomes a draft of its own."),
    )
    reason = forms.CharField(label=gettext_lazy("Why (for the history)"), required=False, max_length=_LONGEST_REASON)


class MarkForm(forms.Form):
    """Words that become a draft; the place is given where they were selected in the text."""

    quote = forms.CharField(
        label=gettext_lazy("Words of the text"),
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=1)
    reason = forms.CharField(required=False, max_length=_LONGEST_REASON)


class AddressForm(forms.Form):
    """A page to be fetched and read."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=2000,
        widget=forms.URLInput(attrs={"placeholder": "https://…", "inputmode": "url", "data-key": "w"}),
        help_text=gettext_lazy("It is fetched and read by the next job; the desk waits for it."),
    )


class TextForm(forms.Form):
    """A text to be read at once."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "data-key": "t"}),
        help_text=gettext_lazy("Plain or Markdown, English or Chinese. It is kept letter by letter."),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"), required=False, max_length=500, help_text=gettext_lazy("Else the first line.")
    )
    publisher = forms.CharField(label=gettext_lazy("Publisher"), required=False, max_length=200)
    published_on = forms.DateField(
        label=gettext_lazy("Published on"), required=False, help_text=gettext_lazy("Year-month-day.")
    )
    url = forms.CharField(label=gettext_lazy("Its address"), required=False, max_length=2000)

    @override
    def clean(self) -> dict[str, Any]:
        """Space alone is no text."""
        given = super().clean() or {}
        if "text" in given and not given["text"].strip():
            self.add_error("text", _("Paste the text here."))
        return given

    def intake(self) -> Intake:
        """What was pasted, as the workflow takes it; line ends as everywhere else."""
        given = self.cleaned_data
        return Intake(
            text=given["text"].replace("\r\n", "\n"),
            title=given["title"],
            publisher=given["publisher"],
            published_on=given["published_on"],
            url=given["url"],
        )
