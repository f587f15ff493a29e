"""Sends webhooks over a number of connections, each of which waits for its answer before it sends the next."""

import asyncio
import time


class Sender:
    def __init__(self, port, connections):
        self.port = port
        self.connections = connections
        #: (kind, status): how often.
        self.counts = {}
        self.seconds = []

    def send(self, deliveries):
        """- deliveries: (kind, event id, signature or None, body) each."""
        self.waiting = iter(deliveries)
        asyncio.run(self.send_all())

    async def send_all(self):
        await asyncio.gather(*(self.connection() for _ in range(self.connections)))

    async def connection(self):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        for kind, event_id, signature, body in self.waiting:
            begin = time.perf_counter()
            writer.write(self.request(event_id, signature, body))
            status = await self.answer(reader)
            self.seconds.append(time.perf_counter() - begin)
            self.counts[kind, status] = self.counts.get((kind, status), 0) + 1
        writer.close()

    def request(self, event_id, signature, body):
        head = (f"POST /api/payments/webhook HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\nx-razorpay-event-id: {event_id}\r\n")
        if signature is not None:
            head += f"X-Razorpay-Signature: {signature}\r\n"
        return head.encode() + b"\r\n" + body

    @staticmethod
    async def answer(reader):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, length = int(head[9:12]), 0
        for line in head.split("\r\n")[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "content-length":
                length = int(value)
        await reader.readexactly(length)
        return status
