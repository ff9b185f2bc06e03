"""The tables of a PostgreSQL store, as steps by number; a step that was shipped never changes."""

from typing import LiteralString

from psycopg import Connection

LOCK = 1_381_254_467
"""The first half of the key of all advisory locks of a store; the second half says what for."""

MIGRATING = 2

STEPS: tuple[LiteralString, ...] = (
    """
    create table response_decay.content (
        sha256 text primary key,
        data bytea not null
    );
    create table response_decay.version (
        number integer primary key check (number > 0),
        kind text not null,
        who text not null,
        address text not null,
        made timestamptz not null,
        why text not null,
        sha256 text not null references response_decay.content,
        parent text not null,
        added integer,
        changed integer,
        removed integer,
        rows integer not null,
        never_in_force boolean not null default false,
        save uuid unique
    );
    create index version_sha256 on response_decay.version (sha256);
    create table response_decay.head (
        is_only boolean primary key default true check (is_only),
        number integer not null references response_decay.version
    );
    create table response_decay.linked (
        version text primary key
    );
    create table response_decay.draft (
        key text primary key,
        data bytea not null,
        until timestamptz not null
    );
    create index draft_until on response_decay.draft (until);
    """,
)

LATEST = len(STEPS)


def migrate(connection: Connection[tuple[object, ...]]) -> list[int]:
    """Bring the tables up to date in one transaction; give the numbers of the steps it took."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s, %s)", (LOCK, MIGRATING))
        connection.execute("create schema if not exists response_decay")
        connection.execute(
            "create table if not exists response_decay.migration ("
            "number integer primary key, made timestamptz not null default now())"
        )
        missing = range(latest_step(connection) + 1, LATEST + 1)
        for number in missing:
            connection.execute(STEPS[number - 1])
            connection.execute("insert into response_decay.migration values (%s)", (number,))
    return list(missing)


def latest_step(connection: Connection[tuple[object, ...]]) -> int:
    """The last step that was taken."""
    found = connection.execute("select max(number) from response_decay.migration").fetchone()
    return int(str(found[0])) if found and found[0] is not None else 0
