#pragma once
#include <libpq-fe.h>
#include <postgres_ext.h>
#include <pthread.h>

/* The C library only declares it for those who define _GNU_SOURCE, which a module can't. */
extern int pthread_setname_np(pthread_t thread, const char *name);

/* Swift does not import character constants, so the fields of an error get a name of an imported kind here. */
enum {
    PG_FIELD_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED,
    PG_FIELD_SQLSTATE = PG_DIAG_SQLSTATE,
    PG_FIELD_MESSAGE = PG_DIAG_MESSAGE_PRIMARY,
    PG_FIELD_DETAIL = PG_DIAG_MESSAGE_DETAIL,
    PG_FIELD_HINT = PG_DIAG_MESSAGE_HINT,
    PG_FIELD_POSITION = PG_DIAG_STATEMENT_POSITION,
    PG_FIELD_SCHEMA = PG_DIAG_SCHEMA_NAME,
    PG_FIELD_TABLE = PG_DIAG_TABLE_NAME,
    PG_FIELD_COLUMN = PG_DIAG_COLUMN_NAME,
    PG_FIELD_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME,
    PG_FIELD_SOURCE_FUNCTION = PG_DIAG_SOURCE_FUNCTION,
};
