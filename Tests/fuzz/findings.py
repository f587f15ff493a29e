"""What was seen: how often each operation was asked and answered well, and every way in which it failed."""

import collections


class Findings:
    def __init__(self):
        self.requests = collections.Counter()
        self.successes = collections.Counter()
        self.statuses = collections.defaultdict(collections.Counter)
        self.failures = {}
        #: Operation: how often its arrangement failed, and the first reason.
        self.not_arranged = {}

    def note(self, operation, role, status, role_may):
        self.requests[operation] += 1
        self.statuses[operation][status] += 1
        if 200 <= status < 300 and role_may:
            self.successes[operation] += 1

    def fail(self, operation, kind, text):
        """The first of a kind is kept whole; of the others only the number."""
        count, first = self.failures.get((operation, kind), (0, text))
        self.failures[(operation, kind)] = (count + 1, first)

    def fail_to_arrange(self, operation, reason):
        count, first = self.not_arranged.get(operation, (0, reason))
        self.not_arranged[operation] = (count + 1, first)

    def add(self, other):
        self.requests.update(other.requests)
        self.successes.update(other.successes)
        for operation, statuses in other.statuses.items():
            self.statuses[operation].update(statuses)
        for key, (count, first) in other.failures.items():
            known, text = self.failures.get(key, (0, first))
            self.failures[key] = (known + count, text)
        for operation, (count, reason) in other.not_arranged.items():
            known, first = self.not_arranged.get(operation, (0, reason))
            self.not_arranged[operation] = (known + count, first)

    def table(self):
        width = max((len(name) for name in self.requests), default=0)
        lines = []
        for name in sorted(self.requests):
            statuses = " ".join(f"{status}:{count}" for status, count in sorted(self.statuses[name].items()))
            lines.append(f"{name:{width}}  {self.requests[name]:6}  2xx {self.successes[name]:6}  {statuses}")
        return "\n".join(lines)
