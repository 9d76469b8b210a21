"""Who sends files of risk information in, on a page and as a program?"""

from __future__ import annotations

from accounts.gate import member
from monitoring.origins.models.intakes import channels_of

importer = member.to(channels_of)
