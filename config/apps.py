"""What is looked at before an installation goes to work?"""

from django.apps import AppConfig
from django.core.checks import register

from config.checks import sound


class WiringConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """`./run manage check --deploy` says what is missing."""
        register(sound, deploy=True)
