"""Files that people bring: upload, what would happen row by row, a word to go on, how far it is, and their history."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.exports import exported
from claims.admin.history import ReadOnlyAdmin
from claims.admin.jobs import jobs_page
from claims.admin.reason_page import number_in
from claims.admin.rulings import editor
from claims.core.given_tables import ENCODINGS, MAX_BYTES, TableRefused, csv_line
from claims.models import ImportKind, ImportRow, ImportRun, RowFate
from claims.workflows.carry_on_import import AT_WORK, carry_on_import
from claims.workflows.open_import import TAKERS, GivenFile, open_import
from claims.workflows.steer_import import ImportRefused, confirm_import, resume_import, retry_import, stop_import

BRINGS = "claims.add_importrun"
# Whoever may add one such thing may add many.
NEEDS = {
    ImportKind.SUBJECTS: "claims.add_subject",
    ImportKind.PAPERS: "claims.add_paper",
    ImportKind.ANNOUNCEMENTS: "claims.add_announcement",
}
# A short file is done before its page is shown; the rest is a job's.
SECONDS_AT_ONCE = 3
A_PAGE = 50
SHOWN = (RowFate.ERROR, RowFate.NEW, RowFate.CHANGED, RowFate.SAME)
LABELS = {
    RowFate.ERROR: gettext_lazy("errors"),
    RowFate.NEW: gettext_lazy("new"),
    RowFate.CHANGED: gettext_lazy("changed"),
    RowFate.SAME: gettext_lazy("same as stored"),
}


class UploadForm(forms.Form):
    """A file, or rows that are pasted."""

    kind = forms.ChoiceField(label=gettext_lazy("What the rows are"), choices=ImportKind.choices)
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("CSV of any spreadsheet, JSON or JSON lines."),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the rows"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy("With the names of the columns in the first line."),
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding"),
        choices=[(name, name.upper()) for name in ENCODINGS],
        help_text=gettext_lazy("GB18030 is what Excel for Chinese saves as CSV."),
    )

    def clean(self) -> dict[str, Any]:
        """One of both."""
        told = super().clean() or self.cleaned_data
        if bool(told.get("file")) == bool((told.get("pasted") or "").strip()):
            raise ValidationError(_("Choose a file or paste rows: one of both."))
        if told.get("file") and told["file"].size > MAX_BYTES:
            raise ValidationError(_("The file is too large. Cut it into several."))
        return told

    def given(self) -> GivenFile:
        """The file as it came; what is pasted is in UTF-8."""
        if self.cleaned_data["file"]:
            file = self.cleaned_data["file"]
            return GivenFile(name=file.name, content=file.read(), encoding=self.cleaned_data["encoding"])
        return GivenFile(name=_("pasted rows"), content=self.cleaned_data["pasted"].encode())


class ConfirmForm(forms.Form):
    """Why, for the history."""

    reason = forms.CharField(
        label=gettext_lazy("Why these rows are brought in"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept with your name, and with each claim that is told by hand."),
        error_messages={"required": gettext_lazy("Say why: others will follow the import by its reason.")},
    )


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin[ImportRun]):
    list_display = ("name", "kind", "state", "rows_total", "written", "faults", "actor", "reason", "recorded_at")
    list_filter = ("kind", "state", "actor")
    list_select_related = ("actor",)
    search_fields = ("name", "sha256", "reason")
    ordering = ("-id",)
    list_before_template = "admin/claims/_to_the_imports.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        """With how many rows were written, and how many have an error."""
        written = Q(rows__outcome__in=(RowFate.NEW, RowFate.CHANGED))
        faults = Q(rows__outcome=RowFate.ERROR) | Q(rows__outcome="", rows__foreseen=RowFate.ERROR)
        counts = {"written_count": Count("rows", filter=written), "fault_count": Count("rows", filter=faults)}
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description=gettext_lazy("rows written"))
    def written(self, run: ImportRun) -> int:
        return int(getattr(run, "written_count", 0))

    @admin.display(description=gettext_lazy("errors"))
    def faults(self, run: ImportRun) -> int:
        return int(getattr(run, "fault_count", 0))

    def get_urls(self) -> list[URLPattern]:
        """The pages of an import, before the admin's own."""
        view = self.admin_site.admin_view
        return [
            path("new/", view(self.upload), name="claims_importrun_new"),
            path("sample/<str:kind>.csv", view(self.sample), name="claims_importrun_sample"),
            path("<int:number>/change/", view(self.show), name="claims_importrun_change"),
            path("<int:number>/errors.csv", view(self.errors), name="claims_importrun_errors"),
            path("<int:number>/confirm/", view(self.confirm), name="claims_importrun_confirm"),
            path("<int:number>/steer/<str:act>/", view(self.steer), name="claims_importrun_steer"),
            path("jobs/", view(jobs_page(self)), name="claims_jobs"),
            path("export/<str:table>.<str:form>", view(exported), name="claims_export"),
            *super().get_urls(),
        ]

    def upload(self, request: HttpRequest) -> HttpResponse:
        """The form, and on to the rows of what is sent. Nothing is written but the rows themselves."""
        actor = editor(request, BRINGS)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            kind = ImportKind(form.cleaned_data["kind"])
            editor(request, NEEDS[kind])
            try:
                opened = open_import(form.given(), kind, actor=actor, now=timezone.now())
            except TableRefused as refused:
                form.add_error(None, str(refused))
            else:
                _tell_of(request, opened.unread, opened.earlier_id)
                carry_on_import(opened.run_id, clock=timezone.now, seconds=SECONDS_AT_ONCE)
                return redirect("admin:claims_importrun_change", opened.run_id)
        kinds = [(kind, TAKERS[kind].columns) for kind in ImportKind]
        return self._page(request, "import_upload", _("Import a file"), {"form": form, "kinds": kinds})

    def sample(self, request: HttpRequest, kind: str) -> StreamingHttpResponse:
        """A table with one row, to be filled on."""
        editor(request, BRINGS)
        if kind not in ImportKind.values:
            raise PermissionDenied
        columns = TAKERS[ImportKind(kind)].columns
        text = csv_line([column.name for column in columns]) + csv_line([column.example for column in columns])
        return _as_file([text], f"{kind}.csv")

    def show(self, request: HttpRequest, number: int, form: ConfirmForm | None = None) -> HttpResponse:
        """How far it is, and its rows."""
        editor(request, "claims.view_importrun")
        run = get_object_or_404(ImportRun.objects.select_related("actor", "confirmed_by"), pk=number)
        counts = _counts(run)
        at_work = run.state in AT_WORK
        shown = request.GET.get("show", "")
        rows = _rows_of(run, shown)
        context = {
            "run": run,
            "at_work": at_work,
            "done": counts["done"],
            "tiles": [(fate, LABELS[fate], counts[fate]) for fate in SHOWN],
            "shown": shown,
            "rows": Paginator(rows, A_PAGE).get_page(number_in(request.GET.get("page", "1"))),
            "importable": run.rows_total - counts[RowFate.ERROR],
            "failed": counts["failed"],
            "may": request.user.has_perm(BRINGS),
            "form": form or ConfirmForm(),
        }
        return self._page(request, "import_run", str(run), context)

    def errors(self, request: HttpRequest, number: int) -> StreamingHttpResponse:
        """The rows with errors as they were given, with what to do: to be mended and uploaded."""
        editor(request, "claims.view_importrun")
        run = get_object_or_404(ImportRun, pk=number)
        columns = [column.name for column in TAKERS[ImportKind(run.kind)].columns]
        head = csv_line([*columns, "line", "column", "what is wrong", "what to do"])
        rows = _rows_of(run, RowFate.ERROR).iterator(chunk_size=500)
        lines = (
            csv_line([*(row.cells.get(name) for name in columns), row.line, row.column, row.told, row.advice])
            for row in rows
        )
        return _as_file([head, *lines], f"import-{number}-errors.csv")

    def confirm(self, request: HttpRequest, number: int) -> HttpResponse:
        """Import what can be, in the name of who confirms."""
        actor = editor(request, BRINGS)
        run = get_object_or_404(ImportRun, pk=number)
        editor(request, NEEDS[ImportKind(run.kind)])
        form = ConfirmForm(request.POST or None)
        if not form.is_valid():
            return self.show(request, number, form)
        try:
            confirm_import(number, reason=form.cleaned_data["reason"], actor=actor, now=timezone.now())
        except ImportRefused as refused:
            messages.error(request, str(refused))
        else:
            carry_on_import(number, clock=timezone.now, seconds=SECONDS_AT_ONCE)
        return redirect("admin:claims_importrun_change", number)

    def steer(self, request: HttpRequest, number: int, act: str) -> HttpResponse:
        """Stop, go on, or try again what failed."""
        editor(request, BRINGS)
        run = get_object_or_404(ImportRun, pk=number)
        editor(request, NEEDS[ImportKind(run.kind)])
        acts: dict[str, Callable[[], object]] = {
            "stop": lambda: stop_import(number),
            "resume": lambda: resume_import(number, now=timezone.now()),
            "retry": lambda: retry_import(number, now=timezone.now()),
        }
        if request.method != "POST" or act not in acts:
            raise PermissionDenied
        try:
            acts[act]()
        except ImportRefused as refused:
            messages.error(request, str(refused))
        else:
            carry_on_import(number, clock=timezone.now, seconds=SECONDS_AT_ONCE)
        return redirect("admin:claims_importrun_change", number)

    def _page(self, request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, f"admin/claims/{name}.html", context)


def _tell_of(request: HttpRequest, unread: tuple[str, ...], earlier_id: int | None) -> None:
    if unread:
        messages.warning(request, _("Columns that are not read: %(names)s.") % {"names": ", ".join(unread)})
    if earlier_id:
        messages.info(request, _("These very rows came before, as import %(number)s.") % {"number": earlier_id})


def _fate(fate: str) -> Q:
    """Rows that stand so: by what the import did, and before that by what the check found."""
    return Q(outcome=fate) | Q(outcome="", foreseen=fate)


def _counts(run: ImportRun) -> dict[str, int]:
    at_import = run.confirmed_at is not None
    done = Q(foreseen=RowFate.ERROR) | ~Q(outcome="") if at_import else ~Q(foreseen="")
    counts = {fate.value: Count("pk", filter=_fate(fate)) for fate in RowFate}
    return run.rows.aggregate(
        done=Count("pk", filter=done), failed=Count("pk", filter=Q(outcome=RowFate.ERROR)), **counts
    )


def _rows_of(run: ImportRun, shown: str) -> QuerySet[ImportRow]:
    rows = run.rows.filter(_fate(shown)) if shown in RowFate.values else run.rows.all()
    return rows.order_by("line")


def _as_file(lines: list[str], name: str) -> StreamingHttpResponse:
    """With a mark in front, by which spreadsheets know UTF-8."""
    answer = StreamingHttpResponse(iter(["\ufeff", *lines]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
