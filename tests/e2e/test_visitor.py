"""The visitor's own eyes: a fault is seen on a page of which everything else was judged before."""

import pytest

RIGHT = """<!doctype html><html lang="nl"><head><title>Proef</title></head><body><main><h1>Kop</h1>
<p style="color: #333; background: #fff">Woorden</p><a href="/">Naar huis</a>
<p><label for="weg">Weg</label><input type="text" id="weg" name="weg"></p>{}</main>{}</body></html>"""
FAULTS = {
    "image-alt": ('<img src="data:,">', ""),
    "link-name": ('<a href="/leeg/"></a>', ""),
    "color-contrast": ('<p style="color: #ccc; background: #fff">Bleek</p>', ""),
    "heading-order": ("<h4>Te diep</h4>", ""),
    "label": ('<p><input type="text" id="naam" name="naam"></p>', ""),
    "region": ("", "<p>Buiten de bladzijde</p>"),
    "landmark-no-duplicate-main": ("", "<main>Nog een</main>"),
    "twice": ('<i id="x">a</i><i id="x">b</i>', ""),
    "target-size": ('<button style="width: 9px; height: 9px; padding: 0">a</button>' * 2, ""),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rule", FAULTS)
def test_each_kind_of_fault_is_seen_though_the_rest_is_known(visit, rule):
    visitor = visit()
    visitor.page.set_content(RIGHT.format("", ""))
    visitor.look()
    visitor.page.set_content(RIGHT.format(*FAULTS[rule]))
    with pytest.raises(AssertionError, match=rule):
        visitor.look()
    visitor.page.set_content(RIGHT.format("", ""))
    visitor.look()
