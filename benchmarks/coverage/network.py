"""A running server with a sample network, and what its database says of the areas: read in bulk, computed nowhere."""

import os
import subprocess

import numpy
import requests
import shapely


class Network:
    def __init__(self, server):
        self.server = server
        for role in ("admin", "dispatcher"):
            server.create_user(role, *self.account(role))
        self.admin = self.dispatcher = None

    @staticmethod
    def account(role):
        return f"{role}@coverage.example.org", "an iron left on overnight"

    def sign_in(self, role):
        email, password = self.account(role)
        reply = requests.post(
            self.server.url + "/api/login", json={"email": email, "password": password}, timeout=30)
        reply.raise_for_status()
        session = requests.Session()
        session.headers["Authorization"] = "Bearer " + reply.json()["access_token"]
        return session

    def load(self, centres):
        subprocess.run(
            [self.server.istri, "sample", "--centres", str(centres), "--seed", "1"], check=True,
            env=self.server.environment, capture_output=True, timeout=1800)
        self.rows("VACUUM ANALYZE")
        # An access token lives for 15 minutes, and the greatest network takes some to load.
        self.admin, self.dispatcher = self.sign_in("admin"), self.sign_in("dispatcher")

    def get(self, path, **parameters):
        reply = self.dispatcher.get(self.server.url + path, params=parameters, timeout=60)
        reply.raise_for_status()
        return reply.json()

    def pages(self, path, **parameters):
        """All items of a list, page by page."""
        items, cursor = [], None
        while True:
            page = self.get(path, limit=100, **parameters, **({"cursor": cursor} if cursor else {}))
            items += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return items, page.get("total")

    def rows(self, sql):
        """Of a statement, row by row, columns as text."""
        with open(os.path.join(self.server.folder, "postgres", "data", "postmaster.pid"), encoding="utf-8") as file:
            socket = file.read().splitlines()[4]
        done = subprocess.run(
            ["psql", f"host={socket} dbname=istri user=istri", "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql],
            capture_output=True, text=True, timeout=900)
        if done.returncode != 0:
            raise RuntimeError(f"psql failed: {done.stderr}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def points(self):
        """The pincodes, ascending, and their points: longitude, latitude."""
        rows = self.rows("SELECT pincode, lng, lat FROM pincodes ORDER BY pincode")
        return [row[0] for row in rows], numpy.array([[float(row[1]), float(row[2])] for row in rows])

    def grounds(self):
        """The areas in force of approved centres: each different ground once, with the centres that have it. One that
        many have (a district, say) is computed with once."""
        rows = self.rows("""
            SELECT string_agg(DISTINCT s.id::text, ' '), encode(ST_AsBinary(a.geom), 'hex')
            FROM service_areas a JOIN service_providers s ON s.id = a.provider_id
            WHERE a.status = 'in_force' AND s.status = 'approved' GROUP BY a.geom::bytea, a.geom""")
        return [[int(id) for id in row[0].split()] for row in rows], shapely.from_wkb([row[1] for row in rows])

    def districts(self):
        rows = self.rows("SELECT lgd, encode(ST_AsBinary(geom), 'hex') FROM districts ORDER BY lgd")
        return [int(row[0]) for row in rows], shapely.from_wkb([row[1] for row in rows])
