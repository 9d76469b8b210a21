"""What does somebody need who checks a choice without the portal? One ZIP, and Python's standard library."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from accounts.models import Viewer
from sampling import check
from sampling.schemes.models import Scheme
from sampling.selection.models.choices import Choosing

CHECKER = Path(check.__file__)
HELD = 32 * 1024 * 1024  # bytes in memory; what is more goes to the disk

README = """\
怎样核对这次选取
================

需要：Python 3.9 或更高版本，不需要其他软件，也不需要联网。

    python3 check.py listing.csv choice.json --commitment {commitment}

listing.csv   冻结的候选清单，选取所依据的就是这一份；店铺、品牌、企业以代号表示，同一代号即同一对象。
choice.json   选取结果、要求、抽样随机号与证明。
check.py      核对程序，与选取程序没有共用代码。

它逐行核对：没有店铺、品牌、企业重复，没有六个月内已抽的产品，配额与预算均未超出，采样对象数、风险合计和重复数
属实。抽签选取时，用种子重新抽取一遍；择优选取时，由证明算出上界，只有相差不到一个单位才说 proven，否则说
within k。清单冻结之前已公布种子的摘要：--commitment 核对种子没有更换。

How to check this choice
========================

You need Python 3.9 or newer, nothing else, and no network.

    python3 check.py listing.csv choice.json --commitment {commitment}

listing.csv   the listing as it was chosen from. Shops, brands and enterprises are codes; the same code is the
              same one.
choice.json   what was chosen, what was wanted, the seed, and the certificate.
check.py      the checker; it shares no code with what chose.

It checks line by line that no shop, brand or enterprise repeats, that nothing sampled within six months is
chosen, that quotas and budget are kept, and that size, risk and repeats are as they are said to be. A choice
by lot is drawn again from the seed. Of the best choice it adds up the bound from the certificate, and says
"proven" only if less than one unit is open, else "within k". The seed's digest was made known before the
listing was frozen: --commitment checks that the seed is still the same.

{sums}
"""


def bundled(scheme: Scheme, viewer: Viewer) -> Choosing | None:
    """The choice whose bundle this viewer may have: the confirmed one, for the center and who issued the
    plan; the seed is in it, so that there is none before confirmation."""
    if not scheme.seed or viewer.organisation.pk not in (scheme.center_id, scheme.regulator_id):
        return None
    return scheme.choosings.exclude(answer={}).order_by("-pk").first()


def bundle(choosing: Choosing) -> IO[bytes]:
    """The ZIP: listing.csv, choice.json with the seed and the certificate, check.py, README.txt."""
    scheme, answer = choosing.scheme, dict[str, Any](choosing.answer)
    answer["wanted"] = {**answer["wanted"], "seed": scheme.seed}
    with choosing.listing.open("rb") as file:
        listing = file.read()
    parts = {
        "listing.csv": listing,
        "choice.json": json.dumps(answer, ensure_ascii=False, indent=1).encode(),
        "check.py": CHECKER.read_bytes(),
    }
    return packed(parts, README, scheme.seed_commitment)


def packed(parts: dict[str, bytes], readme: str, commitment: str) -> IO[bytes]:
    """A ZIP of what can be checked without the portal. readme: names the {commitment}, and has the {sums}."""
    sums = "\n".join(f"{sha256(content).hexdigest()}  {name}" for name, content in parts.items())
    said = readme.format(commitment=commitment, sums=f"SHA-256\n{sums}").encode()
    made: IO[bytes] = SpooledTemporaryFile(HELD)  # noqa: SIM115  (whoever sends it closes it)
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in {**parts, "README.txt": said}.items():
            archive.writestr(name, content)
    made.seek(0)
    return made
