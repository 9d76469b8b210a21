"""What is looked at before an installation goes to work?"""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, register
from django.utils.module_loading import import_string

from config.readiness import log_in, sound


class WiringConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """`./run manage check --deploy` says what is missing. Whoever wants no Sentry need not have it."""
        if settings.SENTRY_DSN:
            import_string("config.operation.sentry.begin")(settings.SENTRY_DSN)
        register(sound, deploy=True)
        register(log_in, Tags.database)
        register(import_string("casework.handlers.fitting"), Tags.urls)  # it needs the models
