"""Which photos stand on a paper, and whence do they come?

A paper's content names a photo by the file and its digest: only that very file is printed, and of a file that
shows somebody nothing is. It is decoded apart from the worker, made small, and carries nothing but what is
to be seen.
"""

from __future__ import annotations

from documents.masks import to_print
from documents.models import Attachment, Document


def photos_of(paper: Document) -> dict[str, bytes]:
    """{digest: the photo as it is printed} of the photos that a paper names as its `pictures`."""
    named = {row["file"]: row["sha256"] for row in paper.content.get("pictures", ()) if row.get("file")}
    files = Attachment.objects.filter(pk__in=named, person="", content_type__startswith="image/")
    return {
        file.sha256: to_print(b"".join(file.pieces()))
        for file in files.order_by("pk")
        if file.sha256 == named[file.pk]
    }
