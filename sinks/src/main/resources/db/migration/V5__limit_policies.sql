-- Every version of the limits that devices are judged by, as it was published.

CREATE TABLE limit_policies (
    scope          text        NOT NULL,
    version        integer     NOT NULL,
    published_at   timestamptz NOT NULL,
    effective_from timestamptz NOT NULL,
    author         text        NOT NULL,
    reason         text        NOT NULL,
    approved_by    text,
    approves       integer,
    limits         jsonb       NOT NULL,
    PRIMARY KEY (scope, version)
);
COMMENT ON COLUMN limit_policies.effective_from IS 'Corrected time of the first sample that it judges; the end of the year 9999 for a draft: never.';
COMMENT ON COLUMN limit_policies.approved_by IS 'Who approved the draft that it puts in force; null where there was none.';
COMMENT ON COLUMN limit_policies.approves IS 'Version of that draft.';
COMMENT ON COLUMN limit_policies.limits IS 'Array of {name, value, unit}.';
