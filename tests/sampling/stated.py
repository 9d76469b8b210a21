"""What do tests enter into the forms of a purchase, and with which pictures?"""

from __future__ import annotations

import struct
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from os import urandom
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sampling.purchases.actions import orders
from sampling.purchases.flow.ends import END, Statement
from sampling.purchases.models.purchases import Purchase

SECRET_NAME, SECRET_PHONE, SECRET_ADDRESS = "Zhao Qiming", "13900004711", "Lane 9, House 27, Eastport"
SECRET_ACCOUNT, SECRET_ORDER = "buyer-account-55", "ORDER-20261125-77"


def picture(name: str = "shot.png") -> SimpleUploadedFile:
    """A small picture, sound by its content, and another one each time, in whichever process a story was
    told: one that was lent to this test (tests/photos.py) already holds some."""
    content = BytesIO()
    Image.frombytes("RGB", (8, 8), urandom(8 * 8 * 3)).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def film(name: str = "film.mp4", taken: int = 0) -> SimpleUploadedFile:
    """A film that is one by its heading. taken: seconds since 1904 at which it says it was taken."""
    mvhd = b"\0\0\0\0" + struct.pack(">I", taken) + bytes(92)
    moov = struct.pack(">I4s", 8 + len(mvhd), b"mvhd") + mvhd
    begin = struct.pack(">I", 24) + b"ftypisom\0\0\2\0isommp42"
    content = begin + struct.pack(">I4s", 8 + len(moov), b"moov") + moov
    return SimpleUploadedFile(name, content, "video/mp4")


def ending(now: datetime, step: str) -> dict[str, Any]:
    """What the form of an end says, with its proof."""
    end = END[step]
    said: dict[str, Any] = {"cause": end.causes[0], "happened": "The page is gone.", "evidence": [picture()]}
    if end.paper == Statement.NOT_FOUND:
        said |= {"sold": "yes", "goods_went": "sold online"}
    elif end.paper == Statement.UNREACHABLE:
        said["attempts"] = [attempt(now), attempt(now)]
    else:
        said |= {"samplers": "A, B", "witness": "C", "opinion": "Found to be so", "opinion_on": now.date()}
        said["stamped"] = picture("stamped.png")
    return said | ({"way_back": "quality"} if step == "wrong_goods" else {})


def attempt(now: datetime) -> dict[str, Any]:
    return {"at": now, "means": "phone", "sought": "400-1", "made_by": "A", "result": "No answer"}


def shop_entry() -> dict[str, Any]:
    """What the sampling form says of shop and platform."""
    return {
        "operator": "Shop Ltd",
        "credit_code": "91350100M000100Y43",
        "permit": "none",
        "platform_url": "https://first.example/",
        "platform_licence": "P-1",
        "platform_address": "1 Platform Road",
        "sampling_fee": "119.70",
    }


def parcel(now: datetime, number: str = "T-1") -> dict[str, Any]:
    return {"carrier": "Express", "tracking_number": number, "shipped_on": now.date()}


def arrival(now: datetime) -> dict[str, Any]:
    came = {"delivered_at": now, "taken_in": "recipient", "packing_state": "sound"}
    return {**came, "packing": [picture()], "shot_receipt": picture("receipt.png")}


def goods_entry() -> dict[str, Any]:
    """What the sampling form says of product and producer."""
    return {"grade": "first", "sample_type": "finished", "source": "bought_in"}


def row(number: int = 1, **cells: str) -> dict[str, str]:
    """A row of a table of listings: every one of its own shop, brand and enterprise."""
    return {
        "plan_item": "",
        "platform": "First Platform",
        "shop": f"Shop {number}",
        "shop_id": f"S-{number}",
        "product": f"Soft toy {number}",
        "item_id": f"{1000 + number}",
        "url": f"https://first.example/item/{number}",
        "brand": f"Brand {number}",
        "enterprise": f"Maker {number} Co",
        "model": f"M{number}",
        "price": "39.90",
        **cells,
    }


def order_data(now: datetime) -> dict[str, Any]:
    return {
        "order_number": SECRET_ORDER,
        "account": SECRET_ACCOUNT,
        "payment": "wallet-88",
        "natural_person": False,
        "licence": "L-1",
        "unit_price": "39.90",
        "quantity": 3,
        "unit": "pcs",
        "freight": "0",
        "amount": "119.70",
        "ordered_at": now,
        "paid_at": now,
        "entry": shop_entry(),
        **{shot: picture(f"{shot}.png") for shot in orders.SHOTS},
    }


def item_data(purchase: Purchase, **more: Any) -> dict[str, Any]:
    """The item is still the one chosen."""
    shots = {kind: picture(f"{kind}.png") for kind in ("shot_shop", "shot_item")}
    listing = purchase.listing
    page = {"title_seen": listing.product, "price_seen": listing.price or Decimal("39.90")}
    return {**page, "changes": [], **shots, **more}


def goods(purchase: Purchase) -> dict[str, Any]:
    """What the label says."""
    return {
        "product": purchase.listing.product,
        "brand": str(purchase.brand or ""),
        "model": purchase.listing.model,
        "batch": "2026-09",
        "producer": str(purchase.enterprise or ""),
        "producer_address": "1 Works Road",
        "labelled_standard": "GB 6675-2014",
        "declared": "For children over three",
        "packing_class": "packed",
        "unit": "pcs",
    }
