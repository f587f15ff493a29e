"""The accounts that requests are sent as. Whoever signs out, is suspended or erased in the course of the fuzz is
replaced by somebody new with the same role."""

import itertools
import json
import os
import subprocess

ROLES = ("customer", "provider", "dispatcher", "admin")
PASSWORD = "an iron left on overnight"


class Person:
    def __init__(self, role, user_id, email, password):
        self.role = role
        self.id = user_id
        self.email = email
        self.password = password
        self.cookie = None
        self.csrf = None
        self.access_token = None
        self.refresh_token = None

    def headers(self, bearer=False):
        if bearer and self.access_token:
            return {"Authorization": f"Bearer {self.access_token}"}
        return {"Cookie": f"__Host-istri={self.cookie}", "X-CSRF-Token": self.csrf}


class People:
    """One set for each worker, so that workers don't sign each other out."""

    _numbers = itertools.count(1)

    def __init__(self, server, session, name):
        self.server = server
        self.session = session
        self.name = name
        self.by_role = {}

    def someone(self, role):
        person = self.by_role.get(role)
        if person is None:
            person = self.by_role[role] = self.new(role)
        return person

    def renew(self, role):
        self.by_role.pop(role, None)
        return self.someone(role)

    def new(self, role):
        """A new account, signed in. Made by the command line, which no request can take away."""
        email = self.fresh_email()
        person = Person(role, self.server.create_user(role, email, PASSWORD), email, PASSWORD)
        self.sign_in(person)
        return person

    def fresh_email(self):
        return f"{self.name}.{os.getpid()}.{next(self._numbers)}@example.org"

    def fresh_phone(self):
        return f"+919{hash(self.name) % 900 + 100:03d}{next(self._numbers):06d}"

    def sign_in(self, person):
        reply = self.session.post(
            self.server.url + "/api/login", json={"email": person.email, "password": person.password}, timeout=30)
        if reply.status_code != 200:
            raise RuntimeError(f"{person.email} can't sign in: {reply.status_code} {reply.text}")
        body = reply.json()
        person.cookie = reply.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
        person.csrf = body["csrf_token"]
        person.access_token = body["access_token"]
        person.refresh_token = body["refresh_token"]

    def is_signed_in(self, person):
        reply = self.session.get(self.server.url + "/api/me", headers=person.headers(), timeout=30)
        return reply.status_code == 200


def create_user(istri, environment, role, email, password):
    """By `istri user create`, which prints the id."""
    done = subprocess.run(
        [istri, "user", "create", "--role", role, "--email", email, "--name", f"Fuzz {role}"],
        input=password + "\n", capture_output=True, text=True, env=environment, timeout=60)
    if done.returncode != 0:
        raise RuntimeError(f"istri user create failed: {done.stderr}")
    return int(done.stdout.split()[-1])
