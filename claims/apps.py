"""The app's entry in Django's registry."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "claims"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Claim Tracker"

    def import_models(self) -> None:
        """With names that can be translated: not in `ready`, as by then the desk's forms are made of the fields."""
        super().import_models()
        from claims.models.translated_names import translate_names

        translate_names(self.models.values())
