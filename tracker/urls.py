"""Where the faces of the site are."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    # There is one page to sign in, where tries are counted.
    path("admin/login/", RedirectView.as_view(pattern_name="web:sign_in", query_string=True)),
    path("admin/", admin.site.urls),
    path("api/v1/", include("claims.api.urls")),
    path("api/", include("claims.api.pages")),
    path("", include("claims.web.urls")),
]
handler404 = "claims.api.problems.nothing_here"
