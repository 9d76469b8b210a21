"""At which addresses is a place to practise? Those of the work, and a door that anybody comes in by."""

from django.urls import URLPattern, URLResolver, path

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401  Django looks for them here
from config.urls import urlpatterns as of_the_work
from demo import views

door: URLPattern | URLResolver = path("practice/", views.practice, name="practice")
urlpatterns = [door, *of_the_work]
