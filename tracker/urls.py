"""Where the faces of the site are."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("claims.api.urls")),
    path("api/", include("claims.api.pages")),
    path("", include("claims.web.urls")),
]
handler404 = "claims.api.problems.nothing_here"
