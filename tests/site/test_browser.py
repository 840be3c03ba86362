"""In a real browser: no errors, nothing wider than a phone, the skip link works, nothing is asked of other hosts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGES = [
    "", "search?q=lupus", "search?q=nothing", "article/20261120000001", "story/20261120000001",
    "institution/0aaaaaa11", "sources", "nowhere",
]  # fmt: skip

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, newsroom: Any) -> Iterator[str]:
    home = tmp_path_factory.mktemp("browser")
    newsroom.make_database(home / "news.db")
    command = [
        sys.executable,
        "-c",
        "from aggregator.cli import main; main()",
        "serve",
        "--home",
        str(home),
        "--port",
        "0",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[3]
        process.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"needs Debian's chromium at {CHROMIUM} (or its path in CHROMIUM), which is not here")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright, which is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_phone_without_errors_or_strangers(browser: Any, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page = context.new_page()
    troubles: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(address + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, path
        if path == "nowhere":
            troubles = [trouble for trouble in troubles if "404" not in trouble]
    assert troubles == []
    assert all(url.startswith(address) for url in asked)
    context.close()


def test_the_skip_link_is_first_seen_and_leads_to_the_content(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.close()


def test_a_search_works_without_javascript(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Search all articles").fill("meningite")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=meningite")
    assert page.locator("article h3").all_inner_texts() == ["Méningite : un test rapide conçu par des étudiants"]
    page.get_by_role("link", name="Méningite").click()
    page.wait_for_url("**/article/*")
    assert page.locator("h1").inner_text().startswith("Méningite")
    context.close()


def test_an_editor_signs_in_splits_and_undoes(browser: Any, tmp_path: Path, newsroom: Any) -> None:
    newsroom.make_database(tmp_path / "news.db")
    command = [sys.executable, "-c", "from aggregator.cli import main; main()", "serve", "--editor", "Ana"]
    command += ["--home", str(tmp_path), "--port", "0"]
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page = context.new_page()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        link = next(line for line in process.stdout if "/sign-in" in line)
        page.goto(next(word for word in link.split() if word.startswith("http")))
        page.get_by_role("link", name="Lupus").first.click()
        page.get_by_label("Choose 全身性").check()
        page.get_by_role("button", name="Split off").click()
        assert "Split (act 1)" in page.get_by_role("status").inner_text()
        assert page.get_by_label("Choose 全身性").count() == 0
        page.get_by_role("button", name="Undo").click()
        assert "Taken back (act 1)" in page.get_by_role("status").inner_text()
        process.terminate()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_wcag_aa_asks_for(browser: Any, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for path in PAGES:
        page.goto(address + path)
        poor = page.evaluate(CONTRAST)
        assert poor == [], path
    context.close()


CONTRAST = """() => {
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.getClientRects().length) continue;
    const [a, b] = [numbers(getComputedStyle(element).color), behind(element)].map(luminance);
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push([element.tagName, element.className, ratio, element.textContent.slice(0, 30)]);
  }
  return poor;
}"""
