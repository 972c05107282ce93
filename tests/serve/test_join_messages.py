"""What a participant's page may send."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from premortem.serve.join.messages import KINDS, LONGEST, Cast, Dissent, Join, Ping, Unreadable, read

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(["type", "id", "code", "token", "name", "vote", "value", "text", "named", "person"])
WORTHY = st.sampled_from([*KINDS, "A1", True, {"abstain": True}])


@given(JSON)
def test_value_of_a_vote_arrives_as_it_was_sent(value: Any) -> None:
    try:
        text = json.dumps(value, ensure_ascii=False)
        text.encode()
    except UnicodeEncodeError:
        return
    if len(text.encode()) < LONGEST - 200:
        assert read(f'{{"type":"cast","id":"a","vote":"v","value":{text}}}') == Cast("a", "v", json.loads(text))


@given(st.dictionaries(FIELDS, JSON | WORTHY) | JSON)
def test_whatever_json_comes_is_a_message_of_the_known_forms_or_is_refused_in_one_line(told: Any) -> None:
    try:
        message = read(json.dumps(told))
    except Unreadable as refusal:
        said = str(refusal)
    else:
        said = ""
        assert type(message) in KINDS.values()
        assert told["type"] in KINDS
    assert "\n" not in said
    assert len(said) < 200


@given(st.text())
def test_whatever_text_comes_is_refused_in_words_that_do_not_repeat_it(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(f"?{text}")
    assert str(refused.value) == "A message must be JSON, and this one is not: reload the page."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b'{"type":"ping","id":"a"}', "must be text"),
        ("[" * 7000, "must be JSON"),
        ('{"type":"cast","id":"a","vote":"v","value":NaN}', "must be JSON"),
        ('{"type":"cast","id":"a","vote":"v","value":' + "9" * 9000 + "}", "must be JSON"),
        (r'{"type":"cast","id":"a","vote":"v","value":"\ud800"}', "must be JSON"),
        ("[]", "must be a JSON object"),
        ('{"type":"ping"}', "needs an id"),
        ('{"type":"ping","id":"<b>"}', "needs an id"),
        ('{"type":"show","id":"a","vote":"v"}', "is one of look, join"),
        ('{"type":["cast"],"id":"a"}', "is one of look, join"),
        ('{"type":"cast","id":"a","vote":"v","value":1,"person":"b"}', "holds vote, value and no more"),
        ('{"type":"cast","id":"a","vote":"v"}', "holds vote, value"),
        ('{"type":"cast","id":"a","vote":7,"value":1}', "'vote' must be text"),
        ('{"type":"dissent","id":"a","vote":"v","text":"No","named":1}', "'named' must be true or false"),
        ('{"type":"ping","id":"a","more":1}', "holds nothing and no more"),
        ('{"type":"dissent","id":"a","vote":"v","named":true,"text":"' + "é" * 8000 + '"}', "may have 16000 bytes"),
    ],
)
def test_what_no_page_of_ours_sends_is_refused_with_the_rule_it_breaks(text: str | bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(text)


def test_each_form_is_read() -> None:
    assert read('{"type":"ping","id":"a"}') == Ping("a")
    assert read('{"type":"join","id":"a","code":"c","token":"t","name":""}') == Join("a", "c", "t", "")
    assert read('{"type":"dissent","id":"a","vote":"v","text":"No","named":false}') == Dissent("a", "v", "No", False)
