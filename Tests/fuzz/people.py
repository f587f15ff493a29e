"""The accounts that requests are sent as. Whoever signs out signs in again; whoever is suspended, erased or given another
role in the course of the fuzz is replaced by somebody new."""

import itertools
import os

ROLES = ("customer", "provider", "dispatcher", "admin")
PASSWORD = "an iron left on overnight"


def header(reply, name):
    """Of an answer of requests, or of schemathesis, which keeps a list for each name."""
    value = reply.headers.get(name) or reply.headers.get(name.lower())
    return value[0] if isinstance(value, list) else value


class Person:
    def __init__(self, role, user_id, email):
        self.role = role
        self.id = user_id
        self.email = email
        self.password = PASSWORD
        self.cookie = None
        self.csrf = None
        self.access_token = None

    def adopt(self, reply):
        """The session that a sign-in's answer brings."""
        body = reply.json()
        self.id = body["user"]["id"]
        self.cookie = header(reply, "Set-Cookie").split(";")[0].split("=", 1)[1]
        self.csrf = body["csrf_token"]
        self.access_token = body["access_token"]

    def headers(self, bearer=False):
        if bearer and self.access_token:
            return {"Authorization": f"Bearer {self.access_token}"}
        return {"Cookie": f"__Host-istri={self.cookie}", "X-CSRF-Token": self.csrf}


class People:
    """One set for each worker, so that workers don't sign each other out."""

    def __init__(self, server, session, name):
        self.server = server
        self.session = session
        self.name = name
        self.by_role = {}
        self.numbers = itertools.count(1)
        #: Makes accounts, and asks for nothing else, so that nothing generated is sent as this one.
        self.keeper = None

    def someone(self, role):
        person = self.by_role.get(role)
        if person is None:
            person = self.by_role[role] = self.new(role)
        return person

    def renew(self, role):
        """Signs in again, or makes a new account where that is no longer possible."""
        person = self.by_role.get(role)
        if person is None or not self.sign_in(person) or not self.is_as_expected(person):
            self.by_role.pop(role, None)
        return self.someone(role)

    def is_as_expected(self, person):
        """Whether the person's session holds, and their role is what it was."""
        reply = self.session.get(self.server.url + "/api/me", headers=person.headers(), timeout=30)
        return reply.status_code == 200 and reply.json()["role"] == person.role

    def new(self, role):
        email = self.fresh_email()
        body = {"name": f"Fuzz {role}", "email": email, "password": PASSWORD, "role": role}
        reply = self.make(body)
        if reply.status_code == 401 and not self.sign_in(self.keeper) or reply.status_code == 403:
            self.keeper = None
        if reply.status_code != 201:
            reply = self.make(body)
        if reply.status_code != 201:
            raise RuntimeError(f"no account can be made: {reply.status_code} {reply.text[:300]}")
        person = Person(role, reply.json()["id"], email)
        if not self.sign_in(person):
            raise RuntimeError(f"the new account {email} can't sign in")
        return person

    def make(self, body):
        headers = self.present_keeper().headers()
        return self.session.post(self.server.url + "/api/admin/users", json=body, headers=headers, timeout=30)

    def present_keeper(self):
        """Made by the command line, since a generated request may hit any account."""
        if self.keeper is None:
            email = self.fresh_email()
            self.keeper = Person("admin", self.server.create_user("admin", email, PASSWORD), email)
            if not self.sign_in(self.keeper):
                raise RuntimeError("the keeper can't sign in")
        return self.keeper

    def sign_in(self, person):
        reply = self.session.post(
            self.server.url + "/api/login", json={"email": person.email, "password": person.password}, timeout=30)
        if reply.status_code != 200:
            return False
        person.adopt(reply)
        return True

    def fresh_email(self, prefix="fuzz"):
        return f"{prefix}.{self.name}.{os.getpid()}.{next(self.numbers)}@example.org"

    def fresh_phone(self):
        return f"+919{int(self.name[1:]) % 900 + 100:03d}{next(self.numbers):06d}"
