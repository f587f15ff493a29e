"""Somebody who writes a program against the API."""


def test_the_reference_reads_in_both_languages(visitor):
    page = visitor.page
    visitor.open("/api/docs")
    visitor.look()
    page.get_by_role("link", name="/api/providers/nearest").first.click()
    page.locator("article:target").wait_for()
    visitor.look()
    page.locator("article:target a[href^='/api/docs/shapes#']").first.click()
    page.locator("article:target").wait_for()
    visitor.look()
