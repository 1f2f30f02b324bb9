"""What a reader may try: streams as JSON that no element ends, the page's own option first."""

from __future__ import annotations

import json
from dataclasses import replace

import invented_cases
from pages import ENGLISH

from iomcba.report.lookup import Lookup
from iomcba.report.trial import trial


def test_streams_come_through_unrounded_and_the_option_of_the_page_comes_first() -> None:
    case = invented_cases.largest().case
    found = trial(Lookup(case, ENGLISH))
    assert found is not None
    assert found.options[0] == ("rehabilitation-gateway", "Rehabilitation gateway")
    read = json.loads(found.data)["options"]["rehabilitation-gateway"]
    (own,) = (tried for tried in case.what_if if tried.option == "rehabilitation-gateway")
    assert read["cut"] == own.cut
    assert [tuple(s["staff"]) for s in read["streams"]] == [s.staff for s in own.streams]


def test_a_name_cannot_end_the_element_it_stands_in() -> None:
    case = invented_cases.largest().case
    sly = "</script><script>alert(1)//"
    options = tuple(replace(o, id=sly) if o.id == "virtual-team" else o for o in case.options)
    tried = tuple(replace(t, option=sly) if t.option == "virtual-team" else t for t in case.what_if)
    found = trial(Lookup(replace(case, options=options, what_if=tried), ENGLISH))
    assert found is not None
    assert "<" not in found.data
    assert sly in json.loads(found.data)["options"]


def test_a_case_without_streams_has_nothing_to_try() -> None:
    assert trial(Lookup(replace(invented_cases.largest().case, what_if=()), ENGLISH)) is None
