"""Addresses of the REST API, version 1."""

from rest_framework.routers import SimpleRouter

from claims.api.resources.claims import Claims

app_name = "api"

router = SimpleRouter()
router.register("claims", Claims, basename="claim")

urlpatterns = router.urls
