"""Answers that go on until somebody hangs up."""

import requests
import urllib3

#: For so long nothing more comes of a stream before it is left.
SILENCE_SECONDS = 0.5
#: Bytes of a stream that are enough.
MOST = 1 << 16


class Session(requests.Session):
    """Reads what comes of an event stream, then leaves it; other answers are read whole."""

    def send(self, request, **arguments):
        arguments["stream"] = True
        response = super().send(request, **arguments)
        if response.headers.get("Content-Type", "").startswith("text/event-stream"):
            response._content = read(response.raw)
            response._content_consumed = True
            response.close()
        else:
            response.content
        return response


def read(raw):
    content = b""
    connection = getattr(raw, "connection", None) or getattr(raw, "_connection", None)
    if connection is not None and connection.sock is not None:
        connection.sock.settimeout(SILENCE_SECONDS)
    try:
        while len(content) < MOST:
            chunk = raw.read1(MOST)
            if not chunk:
                break
            content += chunk
    except (urllib3.exceptions.HTTPError, TimeoutError, OSError):
        pass
    # Nobody may ask anything over a connection on which more events come.
    if connection is not None:
        connection.close()
    # What was cut off in its midst is no event.
    return content[:content.rfind(b"\n\n") + 2]
