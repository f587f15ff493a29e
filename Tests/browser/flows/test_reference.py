"""Somebody who writes a program against the API."""


def test_the_reference_reads_in_both_languages(visitor, language):
    visitor.open(f"/api/docs?lang={language}")
    visitor.look()
