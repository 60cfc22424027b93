-- Where the chains of the log's records end, kept where who may write to the log cannot write.

CREATE TABLE audit_heads (
    chain       text        PRIMARY KEY,
    number      bigint      NOT NULL CHECK (number > 0),
    hash        text        NOT NULL,
    at          timestamptz NOT NULL,
    known_since timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE audit_heads IS 'The last record of each chain of records: clinic audit verify compares the log with it.';
COMMENT ON COLUMN audit_heads.number IS 'Number of the last record of the chain, counted from 1.';
COMMENT ON COLUMN audit_heads.hash IS 'Its SHA-256, hex, over the one before it, key and value.';
COMMENT ON COLUMN audit_heads.at IS 'Its Kafka timestamp.';
COMMENT ON COLUMN audit_heads.known_since IS 'When the chain was first kept here, by the database''s clock: it has no older records.';
