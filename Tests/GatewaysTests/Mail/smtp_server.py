"""A real mail server for the tests, on a free port of the loopback.

Prints its port, then a line of JSON for each connection and for each mail it took. The recipient's local part
says how it behaves: `nobody` is refused for good, `later` for now, `spam` after the content, `slow` answers after
30 seconds.
"""

import argparse
import asyncio
import base64
import json
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

# Handshakes that fail, and passwords without TLS, are what the tests are about.
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

options = argparse.ArgumentParser()
options.add_argument("--tls", choices=["implicit", "starttls", "off"], default="off")
options.add_argument("--certificate")
options.add_argument("--key")
options.add_argument("--user")
options.add_argument("--password")
options.add_argument("--idle", type=float, default=60, help="seconds after which a resting connection is closed")
options = options.parse_args()


def tell(**event):
    print(json.dumps(event), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("nobody@"):
            return f"550 5.1.1 <{address}>: there is no such mailbox"
        if address.startswith("later@"):
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("slow@"):
            await asyncio.sleep(300)
        if envelope.rcpt_tos[0].startswith("spam@"):
            return "554 5.7.1 this looks like spam"
        tell(
            event="mail", sender=envelope.mail_from, recipients=envelope.rcpt_tos,
            content=base64.b64encode(envelope.original_content).decode(),
            tls=server.transport.get_extra_info("cipher") is not None,
            authenticated=session.authenticated is True,
        )
        return "250 OK"


class Server(SMTP):
    def connection_made(self, transport):
        if not self._tls_handshake_okay or self.session is None:
            tell(event="connection")
        super().connection_made(transport)


def authenticate(server, session, envelope, mechanism, data):
    right = (options.user.encode(), options.password.encode())
    return AuthResult(success=(data.login, data.password) == right, handled=False)


async def main():
    context = None
    if options.tls != "off":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)

    def make():
        return Server(
            Handler(), hostname="localhost", timeout=options.idle,
            tls_context=context if options.tls == "starttls" else None,
            require_starttls=options.tls == "starttls",
            auth_required=options.user is not None, auth_require_tls=options.tls == "starttls",
            authenticator=authenticate if options.user else None,
        )

    implicit = context if options.tls == "implicit" else None
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0, ssl=implicit)
    print(server.sockets[0].getsockname()[1], flush=True)
    # The test that started it holds the other end of standard input, and ends us by closing it.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
