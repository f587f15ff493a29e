"""Which pages were looked at is known by the server's own table of routes."""

from rig import pages


def test_a_page_that_nobody_looked_at_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "folder", str(tmp_path))
    pages.note("http://127.0.0.1:9/admin/offers/new?lang=ta")
    pages.note("http://127.0.0.1:9/there-is-no-such-page")
    missed = pages.missed(str(tmp_path))
    assert "/admin/offers/new" not in missed
    assert {"/", "/search", "/admin/offers/{id}", "/bookings/{id}/pay/{payment_id}"} <= set(missed)
    assert not [route for route in missed if route.endswith((".csv", ".pdf"))]
