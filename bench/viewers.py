"""Who looks at what? Six of the demo's people, each at the list and the record that are their work."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils import timezone

from accounts.memberships import viewer_of
from accounts.models import User, Viewer
from casework.models import Record


@dataclass(frozen=True)
class Seat:
    """login: who it is. listed: the kind whose list they open. kind: the kind of the record they open.
    column: the column of the spine that scopes their list, "" for the whole nation."""

    login: str
    listed: str
    kind: str
    column: str

    @property
    def viewer(self) -> Viewer:
        return _viewer(self.login)

    @property
    def key(self) -> int | str | None:
        """The value of their column."""
        own = self.viewer.organisation
        return own.region_id if self.column in ("province_id", "county_id") else own.pk

    def where(self, kind: str) -> tuple[str, list[object]]:
        """The condition of their scope in SQL, without the wall, and its values."""
        if not self.column:
            return "r.kind = %s", [kind]
        return f"r.kind = %s AND r.{self.column} = %s", [kind, self.key]

    def newest(self, kind: str, skip: int = 0) -> Record:
        """A record in the middle of their work; skip: so many rows down their list."""
        return Record.objects.listed(kind, self.viewer).order_by("-id")[skip]

    def many(self) -> int:
        """The rows of their list."""
        return Record.objects.listed(self.listed, self.viewer).count()


@cache
def _viewer(login: str) -> Viewer:
    viewer = viewer_of(User.objects.get(username=login), None, timezone.localdate())
    assert viewer is not None
    return viewer


SEATS = {
    "nation": Seat("national", "sample", "report", ""),
    "province": Seat("planner", "sample", "report", "province_id"),
    "county": Seat("county", "enforcementcase", "enforcementcase", "county_id"),
    "platform": Seat("platform", "platformdisposal", "platformdisposal", "shown_platform_id"),
    "lab": Seat("tester", "sample", "report", "shown_laboratory_id"),
    "center": Seat("storekeeper", "sample", "report", "center_id"),
}
