"""The demonstration's accounts, signed in without going through the page."""

import json
import os

ROLES = ("customer", "provider", "dispatcher", "admin")


def account(folder, role):
    """(email, password) of a role's demonstration account."""
    with open(os.path.join(folder, "demo-accounts.json"), encoding="utf-8") as file:
        entry = json.load(file)[role]
    return entry["email"], entry["password"]


def sign_in(context, origin, email, password):
    """The context's cookie is a session afterwards."""
    reply = context.request.post(origin + "/api/login", data={"email": email, "password": password})
    if reply.status != 200:
        raise AssertionError(f"{email} can't sign in: {reply.status} {reply.text()[:300]}")
