"""Subjects under all their names, and the organisations behind them."""

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from claims.models import Organisation, Subject, SubjectAlias


class SubjectAliasInline(TabularInline[SubjectAlias, Subject]):
    model = SubjectAlias
    extra = 1


@admin.register(Subject)
class SubjectAdmin(ModelAdmin[Subject]):
    list_display = ("name", "maker", "family")
    list_filter = ("maker",)
    list_select_related = ("maker", "family")
    search_fields = ("name", "aliases__name")
    ordering = ("name", "id")
    autocomplete_fields = ("maker", "family")
    inlines = (SubjectAliasInline,)


@admin.register(Organisation)
class OrganisationAdmin(ModelAdmin[Organisation]):
    list_display = ("name", "aliases")
    search_fields = ("name", "aliases")
    ordering = ("name",)
