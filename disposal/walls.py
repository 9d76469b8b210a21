"""Who comes to a photo that was released: on a page and as a program?"""

from __future__ import annotations

from accounts.gate import member
from disposal.models import PhotoDecision

of_released = member.of(PhotoDecision.objects.visible_to, "token").by("GET")
