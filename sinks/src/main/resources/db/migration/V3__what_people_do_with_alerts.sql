-- Who acknowledged, reset or shelved an alert, and every command that was refused.

ALTER TABLE alerts
    ADD COLUMN acknowledged_by  text,
    ADD COLUMN acknowledged_at  timestamptz,
    ADD COLUMN acknowledged_why text,
    ADD COLUMN reset_by         text,
    ADD COLUMN reset_at         timestamptz,
    ADD COLUMN reset_why        text,
    ADD COLUMN shelved_by       text,
    ADD COLUMN shelved_at       timestamptz,
    ADD COLUMN shelved_why      text,
    ADD COLUMN shelved_until    timestamptz,
    ADD COLUMN escalations      integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN alerts.acknowledged_at IS 'Log clock when somebody took note; null while nobody has.';
COMMENT ON COLUMN alerts.reset_at IS 'Log clock when somebody took it off the active list after its condition was over.';
COMMENT ON COLUMN alerts.shelved_until IS 'Log clock at which its rule comes back by itself; null while it is on no shelf.';
COMMENT ON COLUMN alerts.escalations IS 'How often it was escalated because nobody acknowledged it in time.';

-- Drops the index on it, too.
ALTER TABLE alerts DROP COLUMN active;
ALTER TABLE alerts ADD COLUMN active boolean NOT NULL GENERATED ALWAYS AS
    (state = 'OPEN' OR (latched AND state = 'CLEARED' AND NOT acknowledged AND reset_at IS NULL)) STORED;
COMMENT ON COLUMN alerts.active IS 'Needs a person: open, or latched, cleared, and neither acknowledged nor reset.';
CREATE INDEX alerts_active ON alerts (started_at DESC, alert_id DESC) WHERE active;

ALTER TABLE alert_events
    ADD COLUMN command_id text NOT NULL DEFAULT '',
    ADD COLUMN given_by   text,
    ADD COLUMN why        text,
    ADD COLUMN refusal    text,
    DROP CONSTRAINT alert_events_pkey,
    ADD PRIMARY KEY (alert_id, revision, command_id);
CREATE INDEX alert_events_by_command ON alert_events (command_id) WHERE command_id <> '';
COMMENT ON COLUMN alert_events.command_id IS 'The command that did it, or was refused; empty where none did.';
COMMENT ON COLUMN alert_events.given_by IS 'Who gave the command.';
COMMENT ON COLUMN alert_events.why IS 'The reason that the command gives.';
COMMENT ON COLUMN alert_events.refusal IS 'Why the command was refused; null where it was not. A refusal changes nothing, so it has the revision of the transition before it.';
