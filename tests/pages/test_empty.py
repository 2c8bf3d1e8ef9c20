"""Where filters leave nobody, one click brings everybody back."""

from __future__ import annotations

import pytest

from tests.pages.visiting import assert_sound, opened


@pytest.mark.parametrize("page", ["overview", "rankings", "map"])
def test_the_way_back_from_an_empty_selection(page: str) -> None:
    app = opened(page, lang="vi", region="NAC", club="ASEAN", income="LIC")
    assert_sound(app)
    app.button(key="without_filters").click().run()
    assert_sound(app)
    assert not [key for key in ("region", "income", "club") if key in app.query_params]
    assert not [button for button in app.button if button.key == "without_filters"]
