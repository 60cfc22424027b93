-- What people outside of the page are told of alerts, and how far that was delivered.

CREATE TABLE notifier (
    single  boolean     PRIMARY KEY DEFAULT true CHECK (single),
    born_at timestamptz NOT NULL
);
COMMENT ON TABLE notifier IS 'When a notifier first ran: of older alerts only those are told that still call for somebody.';

CREATE TABLE notifier_offsets (LIKE sink_offsets INCLUDING ALL);
COMMENT ON TABLE notifier_offsets IS 'How far the notifier has read the alert events.';

CREATE TABLE notified_clinics (
    clinic_id text  PRIMARY KEY,
    state     jsonb NOT NULL,
    due_at    timestamptz
);
COMMENT ON TABLE notified_clinics IS 'How fast the alerts of each clinic come, and its storm.';
COMMENT ON COLUMN notified_clinics.state IS 'Openings by rule in bins of 10 s, whether that is a flood, and the storm.';
COMMENT ON COLUMN notified_clinics.due_at IS 'When something is to be told without anything happening; null for not at all.';
CREATE INDEX notified_clinics_due ON notified_clinics (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE notified_alerts (
    alert_id     text        PRIMARY KEY,
    clinic_id    text        NOT NULL,
    place        text        NOT NULL CHECK (place IN ('NOWHERE', 'HELD', 'DORMANT', 'ALONE', 'IN_STORM')),
    release_at   timestamptz NOT NULL,
    version      integer     NOT NULL,
    calls        boolean     NOT NULL,
    rule         text        NOT NULL,
    high         boolean     NOT NULL,
    triggered_at timestamptz NOT NULL,
    alert        jsonb       NOT NULL,
    changed_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE notified_alerts IS 'Where each alert is told.';
COMMENT ON COLUMN notified_alerts.place IS 'NOWHERE: it called for nobody. HELD, DORMANT: it waits. ALONE: in messages of its own. IN_STORM: in its clinic''s storm.';
CREATE INDEX notified_alerts_waiting ON notified_alerts (clinic_id, place) WHERE place IN ('HELD', 'DORMANT');
CREATE INDEX notified_alerts_over ON notified_alerts (changed_at) WHERE NOT calls;

CREATE TABLE notifications (
    key        text        PRIMARY KEY,
    kind       text        NOT NULL,
    firing     boolean     NOT NULL,
    version    integer     NOT NULL,
    content    jsonb       NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE notifications IS 'The latest that was told of each alert that is told alone, of each storm, and of the pipeline.';
COMMENT ON COLUMN notifications.firing IS 'Whether somebody is needed.';
CREATE INDEX notifications_firing ON notifications (key) WHERE firing;
CREATE INDEX notifications_over ON notifications (changed_at) WHERE NOT firing;

CREATE TABLE notification_deliveries (
    channel         text        NOT NULL,
    key             text        NOT NULL,
    version         integer     NOT NULL,
    event           text        NOT NULL,
    firing          boolean     NOT NULL,
    high            boolean     NOT NULL,
    content         jsonb       NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts        integer     NOT NULL DEFAULT 0,
    last_error      text,
    delivered_at    timestamptz,
    PRIMARY KEY (channel, key, version)
);
COMMENT ON TABLE notification_deliveries IS 'Every message to every channel, and when the channel took it.';
COMMENT ON COLUMN notification_deliveries.version IS 'Counts the messages about the key, from 1; they are delivered in this order.';
COMMENT ON COLUMN notification_deliveries.next_attempt_at IS 'Not before this; while an attempt runs, when it counts as lost.';
COMMENT ON COLUMN notification_deliveries.delivered_at IS 'When the channel took it; null while it has not.';
CREATE INDEX notification_deliveries_waiting ON notification_deliveries (channel, next_attempt_at) WHERE delivered_at IS NULL;
CREATE INDEX notification_deliveries_over ON notification_deliveries (delivered_at) WHERE delivered_at IS NOT NULL;
