"""Scripts in a link's texts stay texts, and the policy would stop one that did not; pages keep it without a complaint."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.browser.conftest import Visit

Visits = Callable[..., Visit]
SCRIPT = quote("<img src=x onerror=window.landed=1><script>window.landed=1</script>[a](javascript:landed=1)")


@pytest.mark.parametrize(
    "path",
    [
        f"?lang=en&data={SCRIPT}&m={SCRIPT}&seen=VNM.{SCRIPT}.1&c={SCRIPT}&{SCRIPT}=1",
        f"rankings?lang=en&q={SCRIPT}&region={SCRIPT}",
        f"simulator?lang=en&set={SCRIPT}&set=dai_people:{SCRIPT}&country={SCRIPT}",
        f"map?lang=vi&present=1&at=1&scene=map?by={quote(SCRIPT)}",
    ],
)
def test_a_script_in_a_link_is_a_text(visit: Visits, path: str) -> None:
    tab = visit()
    page = tab.open(path)
    assert page.evaluate("window.landed === undefined")
    assert page.locator("img[src=x], a[href^='javascript:']").count() == 0
    tab.assert_clean()


def test_a_script_that_is_not_of_the_pages_would_not_run(visit: Visits) -> None:
    tab = visit()
    page = tab.open("methods?lang=en")
    page.evaluate(
        """() => new Promise((failed) => {
            const script = document.createElement('script');
            script.textContent = 'window.landed = 1';
            document.body.append(script);
            document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.landed = 1">');
            document.body.lastElementChild.addEventListener('error', () => failed());
        })"""
    )
    assert page.evaluate("window.landed === undefined")
    assert any("Content Security Policy" in fault for fault in tab.faults)
