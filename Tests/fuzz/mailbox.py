"""The mails that the demonstration keeps in a folder, read as their readers would."""

import email
import email.policy
import os
import re
import time


class Mailbox:
    def __init__(self, folder):
        self.folder = folder
        self.seen = set()
        #: (path of the link, address): tokens, the oldest first.
        self.found = {}

    def tokens(self, path, addresses, seconds=10):
        """The newest token in a mail to each address; those that don't come in time are left out."""
        deadline = time.monotonic() + seconds
        tokens = {}
        while True:
            self.read()
            for address in addresses:
                if self.found.get((path, address)):
                    tokens[address] = self.found.pop((path, address))[-1]
            if len(tokens) == len(addresses) or time.monotonic() > deadline:
                return list(tokens.values())
            time.sleep(0.05)

    def read(self):
        if not os.path.isdir(self.folder):
            return
        # Names begin with the time, so the sorted order is that of the mails.
        for name in sorted(set(os.listdir(self.folder)) - self.seen):
            if not name.endswith(".eml") or name.startswith("."):
                continue
            self.seen.add(name)
            with open(os.path.join(self.folder, name), "rb") as file:
                mail = email.message_from_binary_file(file, policy=email.policy.default)
            for path, token in re.findall(r"(/[a-z]+/[a-z]+)\?token=([A-Za-z0-9_-]+)", mail.get_content()):
                self.found.setdefault((path, str(mail["To"])), []).append(token)
