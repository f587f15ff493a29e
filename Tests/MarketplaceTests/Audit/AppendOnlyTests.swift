import Marketplace
import Postgres
import TestSupport
import Testing

/// What was done stays written, by PostgreSQL's own refusal.
struct AppendOnlyTests {
    private static let changes = [
        "UPDATE audit_log SET action = 'user.lied'", "DELETE FROM audit_log", "TRUNCATE audit_log",
        "DELETE FROM audit_log WHERE \"timestamp\" < now() - interval '10 years'",
    ]

    @Test(arguments: changes) func `the server has no right to change the audit`(statement: String) async throws {
        try await withDatabase(.schema) { pool in
            try await record(on: pool)
            await #expect {
                try await pool.execute(Query(unsafeSQL: statement))
            } throws: { isRefusal($0, saying: "permission denied") }
            #expect(try await count(on: pool) == 1)
        }
    }

    @Test(arguments: changes) func `not even the owner changes the audit`(statement: String) async throws {
        try await withDatabase(.schema, as: .owner) { pool in
            try await record(on: pool)
            await #expect {
                try await pool.execute(Query(unsafeSQL: statement))
            } throws: { isRefusal($0, saying: "stays written") }
            #expect(try await count(on: pool) == 1)
        }
    }

    @Test(arguments: [
        "ALTER TABLE audit_log DISABLE TRIGGER ALL", "DROP TABLE audit_log", "DROP FUNCTION audit_append_only CASCADE",
        "ALTER TABLE audit_log OWNER TO istri_app", "CREATE TABLE more (id int)",
        "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "SET session_replication_role = replica", "INSERT INTO schema_migrations (name, checksum) VALUES ('x', 'y')",
        "UPDATE retention_periods SET days = 1", "RESET ROLE; DELETE FROM audit_log",
        "SET istri.audit_forget = 'on'; DELETE FROM audit_log", "SET ROLE NONE; DELETE FROM audit_log",
        "SET ROLE NONE; SET session_replication_role = replica; DELETE FROM audit_log",
        "SET ROLE NONE; ALTER TABLE audit_log DISABLE TRIGGER ALL",
        "SET ROLE NONE; SET istri.audit_forget = 'on'; DELETE FROM audit_log", "SET ROLE istri",
        "SET SESSION AUTHORIZATION istri", "SET ROLE NONE; SELECT FROM users",
    ])
    func `the server can't take the guard away`(statement: String) async throws {
        try await withDatabase(.schema) { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withConnection { try await $0.runScript(statement) }
            }
            #expect(error?.sqlState == .insufficientPrivilege)
        }
    }

    @Test func `all tables but a few are open to the server, and none can be emptied`() async throws {
        try await withDatabase(.schema) { pool in
            let rows = try await pool.query(
                """
                SELECT relname::text, has_table_privilege(c.oid, 'TRUNCATE') FROM pg_class AS c
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND deptype = 'e')
                  AND (has_table_privilege(c.oid, 'TRUNCATE') OR EXISTS (
                    SELECT FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
                    WHERE NOT has_table_privilege(c.oid, privilege)))
                ORDER BY relname
                """)
            let closed = try rows.map { try $0.decode(String.self, Bool.self) }
            #expect(
                closed.map(\.0) == [
                    "audit_log", "commission_invoice_files", "commission_invoices", "invoice_counters", "invoice_files",
                    "invoice_lines", "invoices", "ledger_entries", "ledger_lines", "message_consents", "money_settings",
                    "promotional_hours", "retention_periods",
                    "schema_migrations", "tax_rates",
                ])
            #expect(!closed.contains { $0.1 })
        }
    }

    private func record(on pool: PostgresPool) async throws {
        try await pool.withTransaction {
            try await AuditEntry("provider.approved", "provider", 7).record(by: .system, on: $0)
        }
    }

    private func count(on pool: PostgresPool) async throws -> Int {
        try await pool.query("SELECT count(*) FROM audit_log")[0].decode(Int.self)
    }

    private func isRefusal(_ error: any Error, saying words: String) -> Bool {
        guard let error = error as? PostgresError else { return false }
        return error.sqlState == .insufficientPrivilege && error.message.contains(words)
    }
}
