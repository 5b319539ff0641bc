"""Swagger UI in a real browser: an operation is tried, a key is given, a file is downloaded."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser


def operation(page: Page, tag: str, name: str, path: str = "") -> Locator:
    """Open one operation, found by its path where it is far down the page: what is there is not drawn yet."""
    page.goto("/docs")
    if path:
        page.get_by_placeholder("Filter by tag or path").fill(path)
    block = page.locator(f"#operations-{tag}-{name}")
    block.locator(".opblock-summary-control").click()
    expect(block.locator(".opblock-body")).to_be_visible()
    return block


def test_an_operation_is_tried(page: Page) -> None:
    block = operation(page, "treaties", "list_treaties")
    block.get_by_role("button", name="Execute").click()
    answer = block.locator(".live-responses-table .response")
    expect(answer.locator(".response-col_status")).to_contain_text("200")
    expect(answer).to_contain_text("next_cursor")


def test_a_key_is_given(page: Page, key: str) -> None:
    page.goto("/docs")
    page.get_by_role("button", name="Authorize").first.click()
    dialog = page.locator(".modal-ux")
    dialog.locator("input").fill(key)
    dialog.get_by_role("button", name="Apply credentials").click()
    expect(dialog.get_by_role("button", name="Remove authorization")).to_be_visible()
    dialog.get_by_role("button", name="Close").first.click()
    expect(page.get_by_role("button", name="authorization button locked").first).to_be_visible()


def test_a_file_is_downloaded(page: Page, tmp_path: Path) -> None:
    block = operation(page, "treaties", "export_treaties", "/v1/treaties/export")
    block.get_by_role("button", name="Execute").click()
    with page.expect_download() as download:
        block.get_by_text("Download").first.click()
    download.value.save_as(file := tmp_path / "treaties.csv")
    with file.open(encoding="utf-8-sig", newline="") as text:
        assert "rus-kaz-alliance-2013" in {row["id"] for row in csv.DictReader(text)}
