"""Does a field offer what its scripts need: the camera, the reading of a code, a bar for files?"""

from __future__ import annotations

from django import forms

from documents.filetypes import PICTURES, TABLES, VIDEOS
from documents.forms import CheckedFile, CheckedFiles


class Parcel(forms.Form):
    """What is asked beside a parcel."""

    number = forms.CharField(label="Number", widget=forms.TextInput(attrs={"data-code": True}))
    photos = CheckedFiles(label="Photos", types=(*PICTURES, *VIDEOS))
    shot = CheckedFile(label="Shot", types=PICTURES, camera=False)
    table = CheckedFile(label="Table", types=TABLES)
    whole = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)


def test_a_field_of_pictures_offers_the_camera_beside_it_and_under_no_name(draw):
    html = draw("parts/fields.html", "file_drop(f)", f=Parcel()["photos"])
    assert html.count('capture="environment"') == 2
    assert html.count('type="file" name=') == 1
    for name in ("shot", "table"):
        assert "capture" not in draw("parts/fields.html", "file_drop(f)", f=Parcel()[name])


def test_what_a_field_takes_goes_before_what_its_form_takes(draw):
    table = Parcel()["table"]
    table.field.limit = 1024  # type: ignore[attr-defined]
    html = draw("parts/fields.html", 'file_drop(f, types=".pdf", limit=2048)', f=table)
    assert 'accept=".xlsx,.csv"' in html
    assert 'data-limit="1024"' in html


def test_a_field_for_a_code_has_a_button_that_waits_for_a_camera(draw):
    html = draw("parts/fields.html", "field(f)", f=Parcel()["number"])
    assert '<button type="button" class="btn" data-scan="id_number" hidden>' in html


def test_only_a_form_with_files_has_a_bar_for_them(draw):
    assert 'class="wj-sending' in draw("parts/fields.html", 'sheet(form, "", "Save")', form=Parcel())
    assert "wj-sending" not in draw("parts/fields.html", 'sheet(none, "", "Save")')


def test_two_choices_stand_beside_each_other(draw):
    assert 'class="wj-choices wj-two"' in draw("parts/fields.html", "field(f)", f=Parcel()["whole"])


class Grouped(Parcel):
    groups = (("What", ["number"]),)


def test_a_form_with_groups_loses_no_field(draw):
    html = draw("parts/fields.html", 'sheet(form, "", "Send")', form=Grouped())
    assert html.count('name="number"') == 1 and html.count('name="whole"') == 2 and 'name="table"' in html
