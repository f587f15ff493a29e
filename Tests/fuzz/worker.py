"""Sends the requests: for each operation some made from the specification, some made to break it, some that succeed."""

import json
import os
import random

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance, response_headers_conformance, response_schema_conformance, status_code_conformance)

import specification
from arrangements import ARRANGEMENTS, Scene
from findings import Findings
from mailbox import Mailbox
from people import ROLES, People
from streams import Session

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]
#: How the requests of an operation are made, and how many of ten are made so.
KINDS = (("known", 5), ("positive", 2), ("negative", 2), ("broken", 1))
BROKEN_BODIES = (
    b"", b"{", b"[]", b"null", b'"text"', b"1e999", b"{\"a\":1,\"a\":2}", b"\xff\xfe{}", b"{}" * 10, b"\x00",
    b"[" * 5000, b'{"name":"' + b"x" * 1_000_000 + b'"}', b"<xml/>", b"name=value&b=2",
)
BROKEN_TYPES = ("application/json", "text/plain", "application/x-www-form-urlencoded", "a/b", "application/json; charset=x", "")
#: What was generated can't always be sent: the rest is asked in further rounds.
ROUNDS = 5
#: So often in vain is enough to see that an operation can't be arranged.
GIVE_UP = 20
#: Operations after which whoever asked may be somebody else's victim, or their own.
ENDS_SESSIONS = ("logout", "changePassword", "endSession", "eraseOwnAccount", "changeUser", "resetPassword")
ODD_HEADERS = (
    {"Accept": "application/xml"}, {"Accept": "*/*;q=0"}, {"Accept": "text/html, */*;q=0.1"}, {"Accept": ",;,"},
    {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer a.b.c"},
    {"Cookie": "__Host-istri=x"}, {"Cookie": "__Host-istri=" + "A" * 43}, {"X-CSRF-Token": "wrong"},
    {"If-None-Match": "*"}, {"If-None-Match": '"x'}, {"X-Forwarded-For": "1.2.3.4, unknown"},
    {"Accept-Language": "ta-IN,zz;q=9"}, {"Idempotency-Key": "x" * 300}, {"Range": "bytes=0-1"},
)


class Worker:
    def __init__(self, server, document, name, chance):
        self.server = server
        self.session = Session()
        self.session.trust_env = False
        self.operations = specification.load(document)
        self.people = People(server, self.session, name)
        self.findings = Findings()
        self.random = random.Random(chance)
        self.chance = chance
        self.memory = {}
        self.mailbox = Mailbox(os.path.join(server.folder, "mail"))
        self.session.hooks["response"].append(self.look_at_answer_beside)

    def run(self, budget, successes, operations=None):
        """At least `budget` requests, shared evenly among the operations, or among those named, and then as many
        as an unlucky operation lacks for its `successes`."""
        names = sorted(operations or self.operations)
        total = sum(weight for _, weight in KINDS)
        for _ in range(ROUNDS):
            left = budget - sum(self.findings.requests.values())
            if left <= 0:
                break
            each = -(-left // len(names))
            for name in names:
                for kind, weight in KINDS:
                    self.ask(name, kind, -(-each * weight // total))
        self.make_up(names, successes)
        return self.findings

    def make_up(self, names, successes):
        """A small budget leaves successes to chance; what can't succeed still hasn't after a few rounds."""
        for _ in range(ROUNDS):
            for name in names:
                wanting = successes - self.findings.successes[name]
                if wanting > 0:
                    self.ask(name, "known", 2 * wanting)

    def ask(self, name, kind, count):
        operation = self.operations[name]
        raw = operation.definition.raw
        if kind == "broken" and "requestBody" not in raw:
            kind = "positive"
        mode = GenerationMode.NEGATIVE if kind == "negative" else GenerationMode.POSITIVE
        try:
            self.generate(operation.as_strategy(generation_mode=mode), name, kind, count)
        except Unsatisfiable:
            # Nothing about the operation can be made wrong.
            self.generate(operation.as_strategy(), name, "positive", count)

    def generate(self, cases, name, kind, count):
        allowed = self.operations[name].definition.raw["x-roles"]
        others = [role for role in ("nobody", *ROLES) if role not in allowed]

        # Without the number, an operation that takes nothing would be asked once.
        @seed(self.random.getrandbits(32))
        @settings(
            max_examples=count, phases=[Phase.generate], deadline=None, database=None, derandomize=False,
            suppress_health_check=list(HealthCheck))
        @given(cases, st.integers(0, 2**32 - 1))
        def send(case, number):
            chance = random.Random(number)
            role = chance.choice(others if others and chance.random() < 0.1 else allowed)
            self.send(case, name, kind, role, role in allowed, chance)

        send()

    def send(self, case, name, kind, role, role_may, chance):
        """Sends one request, with what its kind changes of it, and judges the answer."""
        person = None if role == "nobody" else self.people.someone(role)
        arguments, overrides = {"timeout": 60}, None
        if kind == "known" and name in ARRANGEMENTS:
            overrides = self.arranged(name, role, role_may, chance)
            if overrides is None:
                return
            if role_may and overrides.person is not None:
                person = overrides.person
        headers = dict(person.headers(bearer=chance.random() < 0.3)) if person else {}
        if overrides:
            self.apply(overrides, case, headers, arguments)
        elif kind == "broken":
            arguments["data"] = chance.choice(BROKEN_BODIES)
            headers["Content-Type"] = chance.choice(BROKEN_TYPES)
            case.body = schemathesis.core.NotSet()
        if kind != "known" and chance.random() < 0.1:
            headers.update(chance.choice(ODD_HEADERS))
        # What was generated must not take the place of who asks, nor of what was arranged.
        for header in (*headers, "Cookie", "Authorization", "X-CSRF-Token", "Host", "Content-Length", "Transfer-Encoding"):
            case.headers.pop(header, None)
        case.cookies.clear()
        try:
            response = case.call(base_url=self.server.url, session=self.session, headers=headers, **arguments)
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, UnicodeError):
            return
        except requests.exceptions.RequestException as error:
            self.findings.fail(name, f"no answer ({type(error).__name__})", f"{kind} as {role}: {error}")
            return
        if overrides and overrides.then:
            overrides.then(response)
        self.judge(case, response, name, kind, role, role_may)

    def arranged(self, name, role, role_may, chance):
        """What the arrangement puts in; None, and a failure noted, when it couldn't be had."""
        if self.findings.not_arranged.get(name, (0, ""))[0] >= GIVE_UP:
            return None
        if not role_may:
            role = chance.choice(self.operations[name].definition.raw["x-roles"])
        person = None if role == "nobody" else self.people.someone(role)
        scene = Scene(
            self.server, self.session, self.people, self.mailbox, role, person, chance, self.memory)
        try:
            return ARRANGEMENTS[name](scene)
        except Exception as error:
            # Whoever it was arranged for may have been suspended or signed out by an earlier request.
            if person is not None and not self.people.is_as_expected(person):
                self.people.renew(role)
            self.findings.fail_to_arrange(name, f"{type(error).__name__}: {error}")
            return None

    def look_at_answer_beside(self, response, *_arguments, **_options):
        """Requests that only arrange something must not fail by the server's fault either."""
        if response.status_code >= 500:
            request = response.request
            self.findings.fail(
                "(any)", f"{response.status_code} {request.method}",
                f"{request.method} {request.url} {request.body!r:.500} {response.text[:500]}")

    def apply(self, overrides, case, headers, arguments):
        if overrides.path is not None:
            case.path_parameters = overrides.path
        if overrides.query is not None:
            case.query = overrides.query
        if isinstance(overrides.body, bytes):
            case.body = schemathesis.core.NotSet()
            arguments["data"] = overrides.body
            headers["Content-Type"] = overrides.media_type
        elif overrides.body is not None:
            case.body = overrides.body
            case.media_type = overrides.media_type
        headers.update(overrides.headers or {})

    def judge(self, case, response, name, kind, role, role_may):
        status = response.status_code
        self.findings.note(name, role, status, role_may)
        if not role_may and status not in (401, 403, 404, 406, 413, 415):
            self.findings.fail(name, f"{status} for {role}, who may not", self.story(case, response, kind, role))
        try:
            case.validate_response(response, checks=CHECKS)
        except (schemathesis.core.failures.FailureGroup, schemathesis.core.failures.Failure) as failure:
            causes = getattr(failure, "exceptions", [failure])
            for cause in causes:
                title = f"{status} {type(cause).__name__}"
                self.findings.fail(name, title, self.story(case, response, kind, role, str(cause)))
        self.look_after(name, role, status)

    def look_after(self, name, role, status):
        """Renews whoever the request may have signed out, suspended, erased or given another role."""
        if role == "nobody" or status not in (401, 403) and name not in ENDS_SESSIONS:
            return
        if not self.people.is_as_expected(self.people.someone(role)):
            self.people.renew(role)

    def story(self, case, response, kind, role, cause=""):
        request = response.request
        body = request.body
        if isinstance(body, bytes):
            body = body.decode("utf-8", "backslashreplace")
        return json.dumps({
            "as": role, "kind": kind, "request": f"{request.method} {request.url}", "body": (body or "")[:500],
            "status": response.status_code, "answer": response.text[:600], "cause": cause[:800],
        }, ensure_ascii=False, indent=1)
