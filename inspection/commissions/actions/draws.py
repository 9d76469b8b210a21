"""What does somebody need who checks without the portal on which laboratory lot fell? One ZIP, and Python."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO

from accounts.models import Viewer
from inspection import check_draw
from inspection.commissions.models.by_lot import code_of
from inspection.commissions.models.commissions import Entrustment
from sampling.selection.actions.bundles import packed

CHECKER = Path(check_draw.__file__)

README = """\
怎样核对承检机构的抽签
======================

需要：Python 3.9 或更高版本，不需要其他软件，也不需要联网。

    python3 check_draw.py draw.json --commitment {commitment}

draw.json       工作计划中的检验机构、各自不能承检的原因、抽样随机号、抽中的机构和实际委托的机构。
check_draw.py   核对程序，与抽签程序没有共用代码。

次序：SHA-256（随机号:产品类别代码:统一社会信用代码）由小到大；第一个无不能承检原因的机构即为抽中。随机号的摘要
在候选清单冻结之前已公布：--commitment 核对随机号没有更换。参加抽签的机构是否齐全，请对照批准的工作计划。

How to check the draw of the laboratory
=======================================

You need Python 3.9 or newer, nothing else, and no network.

    python3 check_draw.py draw.json --commitment {commitment}

draw.json       the laboratories of the work plan, what each lacks, the seed, on whom lot fell, and who was
                commissioned.
check_draw.py   the checker; it shares no code with what drew.

The order is that of SHA-256(seed:code of the goods:unified social credit code), the smallest first; lot falls
on the first who lacks nothing. The seed's digest was made known before the listing was frozen: --commitment
checks that the seed is still the same. Whether all laboratories are among them the approved work plan says.

{sums}
"""


def may_check(entrustment: Entrustment, viewer: Viewer) -> bool:
    """Whether this viewer may have the draw of a commission: the center, and who issued the plan."""
    parties = (entrustment.center_id, entrustment.regulator_id)
    return bool(entrustment.lot) and viewer.organisation.pk in parties


def draw_bundle(entrustment: Entrustment) -> IO[bytes]:
    """The ZIP: draw.json, check_draw.py, README.txt."""
    told = {
        **entrustment.lot,
        "commission": entrustment.number,
        "commissioned": code_of(entrustment.laboratory),
        "because": entrustment.named_because,
    }
    parts = {
        "draw.json": json.dumps(told, ensure_ascii=False, indent=1).encode(),
        "check_draw.py": CHECKER.read_bytes(),
    }
    return packed(parts, README, told["commitment"])
