"""How is this package called in the application? It is there for trials and tests alone."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
