"""The authenticator app: RFC 6238 with SHA-1, six digits, thirty seconds."""

import base64
import hashlib
import hmac
import struct
import time


def code(secret, at=None):
    """The six digits of the base32 secret's present step."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    step = int(time.time() if at is None else at) // 30
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset:offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
