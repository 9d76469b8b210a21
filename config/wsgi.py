"""Where does a web server enter? Only where the installation is ready for it."""

import os

from django.core.wsgi import get_wsgi_application

from config.readiness import refuse_unless_sound

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
refuse_unless_sound()
