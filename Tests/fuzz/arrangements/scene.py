"""What arrangements work with."""

import dataclasses
import random as random_module
import typing


@dataclasses.dataclass
class Overrides:
    path: dict = None
    #: Replaces the query; None leaves the generated one.
    query: dict = None
    #: Replaces the body: what becomes JSON, or bytes together with `media_type`.
    body: object = None
    media_type: str = "application/json"
    headers: dict = None
    #: Who sends the request, in place of whoever was drawn.
    person: object = None
    #: Is called with the answer.
    then: typing.Callable = None


@dataclasses.dataclass
class Scene:
    """Who asks, of which server, and where to take chances from. The person has a role that may, or is None where the
    operation is for nobody in particular; whoever may not sends the same request as whoever may."""

    server: object
    session: object
    people: object
    mailbox: object
    role: str
    person: object
    random: random_module.Random
    memory: dict

    def call(self, method, path, person=None, **arguments):
        """A request beside the generated ones."""
        headers = dict(person.headers() if person else {}, **arguments.pop("headers", {}))
        return self.session.request(method, self.server.url + path, headers=headers, timeout=30, **arguments)

    def made(self, method, path, person, status=(200, 201, 202), **arguments):
        """As `call`, for what has to work; whoever was signed out meanwhile signs in again."""
        reply = self.call(method, path, person, **arguments)
        if reply.status_code == 401 and person is not None and self.people.sign_in(person):
            reply = self.call(method, path, person, **arguments)
        if reply.status_code not in status:
            raise NotArranged(f"{method} {path}: {reply.status_code} {reply.text[:300]}")
        return reply.json()

    def items(self, path, person=None, field="id"):
        """Ids of a list, asked for once in a while."""
        key = (path, self.role if person else None)
        ids, uses = self.memory.get(key, ([], 0))
        if not ids or uses > 200:
            ids, uses = [item[field] for item in self.made("GET", path, person)["items"]], 0
        self.memory[key] = (ids, uses + 1)
        return ids


class NotArranged(Exception):
    """What an operation needs could not be had."""


ARRANGEMENTS = {}


def arrangement(*operations):
    def add(function):
        for operation in operations:
            if operation in ARRANGEMENTS:
                raise ValueError(f"{operation} has an arrangement already")
            ARRANGEMENTS[operation] = function
        return function
    return add
