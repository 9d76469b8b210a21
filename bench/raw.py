"""How fast could it be? The same rows by SQL and f-strings, in views that know nobody and check nothing."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.viewers import SEATS
from casework.models import kinds

LIST = """
    SELECT r.id, r.number, r.title, r.state, r.turn, c.name, p.short_name, p.name, r.next_due_at, r.opened_at
    FROM casework_record r LEFT JOIN catalogue_category c ON c.id = r.category_id
    LEFT JOIN accounts_organisation p ON p.id = r.platform_id
    WHERE {where} ORDER BY r.id DESC LIMIT 51
"""
RECORD = "SELECT * FROM casework_record r JOIN {table} k ON k.record_id = r.id WHERE r.number = %s"
RESULTS = "SELECT name, value, unit, verdict FROM inspection_result WHERE report_id = %s ORDER BY position"
CLOCKS = "SELECT term, due_at, met_at FROM casework_deadline WHERE record_id = %s ORDER BY id DESC"
TRAIL = """
    SELECT e.at, e.verb, e.clause, u.name, o.name FROM trail_event e
    LEFT JOIN accounts_user u ON u.id = e.actor_id
    LEFT JOIN accounts_organisation o ON o.id = e.organisation_id
    WHERE e.subject_kind = 'record' AND e.subject_id = %s ORDER BY e.id DESC LIMIT 100
"""
WORK = """
    SELECT r.id, r.number, r.title, r.state, r.turn, c.name, p.short_name, p.name, r.next_due_at, r.opened_at
    FROM casework_record r LEFT JOIN catalogue_category c ON c.id = r.category_id
    LEFT JOIN accounts_organisation p ON p.id = r.platform_id
    WHERE r.holder_id = %s AND r.turn IN %s ORDER BY r.next_due_at, r.id LIMIT 50
"""


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _page(rows: list[tuple[Any, ...]]) -> HttpResponse:
    lines = [
        f"<tr><td><a href='/{number}/'>{title}</a> {number}<td>{state} {turn}<td>{category}"
        f"<td>{short or name}<td>{due}<td>{opened}</tr>"
        for _pk, number, title, state, turn, category, short, name, due, opened in rows[:50]
    ]
    return HttpResponse(f"<!doctype html><title>limit</title><table>{''.join(lines)}</table>")


def record_list(request: HttpRequest, seat: str) -> HttpResponse:
    """Fifty rows, newest first; ?before= a number."""
    found = SEATS[seat]
    where, values = found.where(found.listed)
    before = request.GET.get("before")
    if before:
        where += " AND r.id < (SELECT id FROM casework_record WHERE number = %s)"
        values.append(before)
    return _page(_rows(LIST.format(where=where), values))


def work(request: HttpRequest, seat: str) -> HttpResponse:
    """Fifty records whose move is this person's."""
    viewer = SEATS[seat].viewer
    return _page(_rows(WORK, [viewer.organisation.pk, tuple(sorted(viewer.roles))]))


def record_detail(request: HttpRequest, seat: str, number: str) -> HttpResponse:
    """A record with its child, results, clocks and trail."""
    kind = SEATS[seat].kind
    record = _rows(RECORD.format(table=kinds()[kind]._meta.db_table), [number])[0]
    results = _rows(RESULTS, [record[0]]) if kind == "report" else []
    parts = [results, _rows(CLOCKS, [record[0]]), _rows(TRAIL, [record[0]])]
    said = "".join(f"<p>{value}" for value in record)
    tables = "".join(f"<table>{''.join(f'<tr><td>{row}</tr>' for row in rows)}</table>" for rows in parts)
    return HttpResponse(f"<!doctype html><title>limit</title>{said}{tables}")


urlpatterns = [
    path("<str:seat>/list/", record_list),
    path("<str:seat>/work/", work),
    path("<str:seat>/record/<str:number>/", record_detail),
]
