"""Jobs and the audit."""

from arrangements.scene import Overrides, arrangement


@arrangement("listJobs")
def a_page(scene):
    return Overrides(query={"limit": scene.random.randint(1, 100)})


@arrangement("retryJob")
def a_dead_one(scene):
    """No request makes a job fail for good, so the database is told of some that did."""
    dead = scene.memory.setdefault("dead jobs", [])
    if not dead:
        dead.extend(scene.server.sql("""
            INSERT INTO jobs (kind, payload, status, attempts, failed_at, last_error)
            SELECT 'account.delete_expired_tokens', '{}', 'dead', 5, now(), 'made for the fuzz'
            FROM generate_series(1, 50) RETURNING id"""))
    return Overrides(path={"id": int(dead.pop())}, query={})


@arrangement("getReport")
def a_month(scene):
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
    parts = ("earnings", "payments", "refunds", "taxes", "cities", "districts", "providers")
    return Overrides(
        query={"month": scene.random.choice(months), "part": scene.random.choice(parts)},
        headers=scene.random.choice(({}, {"Accept": "text/csv"})))


@arrangement("readAudit")
def audit_filters(scene):
    filters = {
        "entity_type": "provider", "action": "provider.approved", "performed_by": scene.person.id,
        "from": "2026-01-01", "to": "2030-01-01", "limit": scene.random.randint(1, 100),
    }
    return Overrides(
        query={name: value for name, value in filters.items() if scene.random.random() < 0.4},
        headers=scene.random.choice(({}, {"Accept": "text/csv"})))
