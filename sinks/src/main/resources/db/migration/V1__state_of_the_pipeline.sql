-- What the pipeline publishes, one row for each key, and where the sink stands in each topic.
-- Every instant is timestamptz; every length of time is a whole number of milliseconds.

CREATE TABLE sink_offsets (
    topic       text    NOT NULL,
    partition   integer NOT NULL,
    next_offset bigint  NOT NULL CHECK (next_offset >= 0),
    PRIMARY KEY (topic, partition)
);
COMMENT ON TABLE sink_offsets IS 'How far each topic partition has been written; advanced by compare-and-set in the transaction that writes the rows, so that a sink that lost its partition cannot write.';
COMMENT ON COLUMN sink_offsets.next_offset IS 'Offset of the first record that has not been written.';

CREATE TABLE sink_errors (
    topic       text        NOT NULL,
    partition   integer     NOT NULL,
    "offset"    bigint      NOT NULL,
    record_time timestamptz NOT NULL,
    reason      text        NOT NULL,
    detail      text        NOT NULL,
    seen_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (topic, partition, "offset")
);
COMMENT ON TABLE sink_errors IS 'Records of the output topics that could not be stored. The record itself stays in its topic.';
COMMENT ON COLUMN sink_errors.record_time IS 'Kafka timestamp of the record.';
COMMENT ON COLUMN sink_errors.seen_at IS 'When the sink met the record, by the database''s clock.';

CREATE TABLE change_counters (
    name       text   PRIMARY KEY,
    last_value bigint NOT NULL
);
COMMENT ON TABLE change_counters IS 'Numbers handed out in commit order: the row stays locked until the transaction that took a number ends, so that a reader who has seen n has seen all below n. A sequence does not promise that.';
INSERT INTO change_counters (name, last_value) VALUES ('alerts', 0);

CREATE TABLE clinics (
    clinic_id  text  PRIMARY KEY,
    name       text  NOT NULL,
    time_zones jsonb NOT NULL
);
COMMENT ON COLUMN clinics.time_zones IS 'Array of {effective_from, zone_id}: IANA time zones with the instant from which each applies.';

CREATE VIEW clinic_time_zones AS
SELECT c.clinic_id, z.effective_from, z.zone_id
FROM clinics c
CROSS JOIN LATERAL jsonb_to_recordset(c.time_zones) AS z(effective_from timestamptz, zone_id text);

CREATE FUNCTION clinic_zone_at(clinic text, at timestamptz) RETURNS text
    LANGUAGE sql STABLE
    RETURN coalesce(
        (SELECT z.zone_id FROM clinic_time_zones z
         WHERE z.clinic_id = clinic AND z.effective_from <= at
         ORDER BY z.effective_from DESC LIMIT 1),
        (SELECT z.zone_id FROM clinic_time_zones z
         WHERE z.clinic_id = clinic
         ORDER BY z.effective_from LIMIT 1));
COMMENT ON FUNCTION clinic_zone_at IS 'IANA time zone on the clinic''s clocks at an instant; the first one also applies before it; null for a clinic that is not known.';

CREATE TABLE devices (
    device_id       text        PRIMARY KEY,
    clinic_id       text        NOT NULL,
    model           text        NOT NULL,
    device_class    text        NOT NULL,
    modalities      text[]      NOT NULL,
    commissioned_at timestamptz NOT NULL
);
CREATE INDEX devices_by_clinic ON devices (clinic_id, device_id);

CREATE TABLE alerts (
    alert_id     text             PRIMARY KEY,
    subject_kind text             NOT NULL,
    subject_id   text             NOT NULL,
    clinic_id    text             NOT NULL,
    session_id   text,
    rule         text             NOT NULL,
    priority     text             NOT NULL,
    kind         text             NOT NULL,
    state        text             NOT NULL,
    latched      boolean          NOT NULL,
    acknowledged boolean          NOT NULL,
    shelved      boolean          NOT NULL,
    started_at   timestamptz      NOT NULL,
    triggered_at timestamptz      NOT NULL,
    detected_at  timestamptz      NOT NULL,
    ended_at     timestamptz,
    measured     double precision NOT NULL,
    peak         double precision NOT NULL,
    "limit"      double precision NOT NULL,
    unit         text             NOT NULL,
    policy       text             NOT NULL,
    explanation  text             NOT NULL,
    late         boolean          NOT NULL,
    revision     integer          NOT NULL,
    change       bigint           NOT NULL,
    active       boolean          NOT NULL GENERATED ALWAYS AS
        (state = 'OPEN' OR (latched AND state = 'CLEARED' AND NOT acknowledged)) STORED
);
COMMENT ON TABLE alerts IS 'Latest state of every alert.';
COMMENT ON COLUMN alerts.started_at IS 'Corrected time of the first breaching sample.';
COMMENT ON COLUMN alerts.triggered_at IS 'Corrected time of the end of the sample that completed the on-delay.';
COMMENT ON COLUMN alerts.detected_at IS 'Log clock when the alert opened.';
COMMENT ON COLUMN alerts.ended_at IS 'Corrected time at which the condition ended; null while open.';
COMMENT ON COLUMN alerts.measured IS 'Value of the sample that completed the on-delay, in unit.';
COMMENT ON COLUMN alerts.peak IS 'Largest value so far, in unit.';
COMMENT ON COLUMN alerts."limit" IS 'Limit that was exceeded, in unit.';
COMMENT ON COLUMN alerts.unit IS 'UCUM unit of measured, peak and limit.';
COMMENT ON COLUMN alerts.change IS 'Grows with every change of any alert, in commit order; the position of the live stream.';
COMMENT ON COLUMN alerts.active IS 'Needs a person: open, or latched, cleared and not acknowledged.';
CREATE UNIQUE INDEX alerts_by_change ON alerts (change);
CREATE INDEX alerts_by_start ON alerts (started_at DESC, alert_id DESC);
CREATE INDEX alerts_active ON alerts (started_at DESC, alert_id DESC) WHERE active;
CREATE INDEX alerts_by_subject ON alerts (subject_id, started_at DESC);
CREATE INDEX alerts_by_clinic ON alerts (clinic_id, started_at DESC);

CREATE TABLE alert_events (
    alert_id   text             NOT NULL,
    revision   integer          NOT NULL,
    transition text             NOT NULL,
    at         timestamptz      NOT NULL,
    state      text             NOT NULL,
    priority   text             NOT NULL,
    peak       double precision NOT NULL,
    unit       text             NOT NULL,
    PRIMARY KEY (alert_id, revision)
);
COMMENT ON TABLE alert_events IS 'Every transition of every alert; never changed once written.';
COMMENT ON COLUMN alert_events.at IS 'Log clock of the transition.';
COMMENT ON COLUMN alert_events.peak IS 'Largest value at the transition, in unit.';

CREATE TABLE sessions (
    device_id        text        NOT NULL,
    session_id       text        NOT NULL,
    clinic_id        text        NOT NULL,
    modality         text        NOT NULL,
    programme        text        NOT NULL,
    test_session     boolean     NOT NULL,
    status           text        NOT NULL,
    started_at       timestamptz NOT NULL,
    ended_at         timestamptz,
    end_reason       text,
    planned_ms       bigint      NOT NULL,
    session_ms       bigint      NOT NULL,
    treating_ms      bigint      NOT NULL,
    samples_received bigint      NOT NULL,
    samples_bad      bigint      NOT NULL,
    vacuum_min_pa    bigint,
    vacuum_max_pa    bigint,
    vacuum_pa_ms     bigint,
    vacuum_ms        bigint,
    current_min_ua   bigint,
    current_max_ua   bigint,
    current_ua_ms    bigint,
    current_ms       bigint,
    revision         integer     NOT NULL,
    PRIMARY KEY (device_id, session_id)
);
COMMENT ON COLUMN sessions.planned_ms IS 'Planned duration, ms; 0 when the start was lost.';
COMMENT ON COLUMN sessions.session_ms IS 'From start to end, or to the latest reading while open, ms.';
COMMENT ON COLUMN sessions.treating_ms IS 'Time with contact or current, ms.';
COMMENT ON COLUMN sessions.vacuum_min_pa IS 'Smallest suction while treating, Pa; null for other modalities.';
COMMENT ON COLUMN sessions.vacuum_max_pa IS 'Largest suction while treating, Pa.';
COMMENT ON COLUMN sessions.vacuum_pa_ms IS 'Sum of suction times time, Pa.ms.';
COMMENT ON COLUMN sessions.vacuum_ms IS 'Time that the sum covers, ms.';
COMMENT ON COLUMN sessions.current_min_ua IS 'Smallest mean absolute current while treating, uA; null for other modalities.';
COMMENT ON COLUMN sessions.current_max_ua IS 'Largest mean absolute current while treating, uA.';
COMMENT ON COLUMN sessions.current_ua_ms IS 'Gross charge: sum of current times time, uA.ms.';
COMMENT ON COLUMN sessions.current_ms IS 'Time that the sum covers, ms.';
CREATE INDEX sessions_by_start ON sessions (started_at DESC);
CREATE INDEX sessions_open ON sessions (device_id, started_at DESC) WHERE status = 'OPEN';

CREATE TABLE usage_hourly (
    device_id              text        NOT NULL,
    window_start           timestamptz NOT NULL,
    window_end             timestamptz NOT NULL,
    clinic_id              text        NOT NULL,
    zone_id                text        NOT NULL,
    treating_ms            bigint      NOT NULL,
    unassigned_treating_ms bigint      NOT NULL,
    sessions_started       bigint      NOT NULL,
    revision               integer     NOT NULL,
    PRIMARY KEY (device_id, window_start)
);
COMMENT ON TABLE usage_hourly IS 'What each device did in each hour on the wall of its clinic.';
COMMENT ON COLUMN usage_hourly.window_start IS 'First instant of the hour on the clinic''s clock.';
COMMENT ON COLUMN usage_hourly.window_end IS 'First instant after it; the hour is longer or shorter where the clock shifts.';
COMMENT ON COLUMN usage_hourly.zone_id IS 'IANA time zone of that clock.';
COMMENT ON COLUMN usage_hourly.treating_ms IS 'Time with contact or current, ms, readings without a session included.';
COMMENT ON COLUMN usage_hourly.unassigned_treating_ms IS 'Part of treating_ms from readings without a session, ms.';
CREATE INDEX usage_hourly_by_start ON usage_hourly (window_start, clinic_id);

CREATE TABLE reading_rollups (
    device_id    text             NOT NULL,
    channel      text             NOT NULL,
    window_start timestamptz      NOT NULL,
    window_ms    integer          NOT NULL,
    clinic_id    text             NOT NULL,
    session_id   text,
    min          double precision NOT NULL,
    mean         double precision NOT NULL,
    max          double precision NOT NULL,
    samples      integer          NOT NULL,
    revision     integer          NOT NULL,
    PRIMARY KEY (device_id, channel, window_start)
);
COMMENT ON TABLE reading_rollups IS 'Readings condensed for charts.';
COMMENT ON COLUMN reading_rollups.channel IS 'Name and unit: vacuum_kpa, current_ua or peak_ua.';
COMMENT ON COLUMN reading_rollups.window_ms IS 'Length of the window, ms.';
COMMENT ON COLUMN reading_rollups.min IS 'Smallest value, in the channel''s unit.';
COMMENT ON COLUMN reading_rollups.mean IS 'Mean of the good samples, in the channel''s unit.';
COMMENT ON COLUMN reading_rollups.max IS 'Largest value, in the channel''s unit.';

CREATE INDEX reading_rollups_latest ON reading_rollups (device_id, window_start DESC);

CREATE TABLE quarantine (
    topic       text        NOT NULL,
    partition   integer     NOT NULL,
    "offset"    bigint      NOT NULL,
    reason      text        NOT NULL,
    detail      text        NOT NULL,
    record_time timestamptz NOT NULL,
    key_bytes   bytea,
    value_bytes bytea,
    value_size  integer     NOT NULL,
    PRIMARY KEY (topic, partition, "offset")
);
COMMENT ON TABLE quarantine IS 'What could not be used; topic, partition and offset are those of the original record.';
COMMENT ON COLUMN quarantine.record_time IS 'Append time of the original record.';
COMMENT ON COLUMN quarantine.value_size IS 'Length of the value, bytes; 0 for a null value.';
CREATE INDEX quarantine_by_time ON quarantine (record_time DESC);

CREATE TABLE ledger (
    application  text        NOT NULL,
    partition    integer     NOT NULL,
    topic        text        NOT NULL,
    first_offset bigint      NOT NULL,
    next_offset  bigint      NOT NULL,
    input        bigint      NOT NULL,
    applied      bigint      NOT NULL,
    late         bigint      NOT NULL,
    duplicate    bigint      NOT NULL,
    quarantined  bigint      NOT NULL,
    ticks        bigint      NOT NULL,
    buffered     bigint      NOT NULL,
    missing      bigint      NOT NULL,
    out_of_order bigint      NOT NULL,
    log_clock    timestamptz NOT NULL,
    balanced     boolean     NOT NULL GENERATED ALWAYS AS
        (input = applied + late + duplicate + quarantined + ticks + buffered) STORED,
    PRIMARY KEY (application, partition)
);
COMMENT ON TABLE ledger IS 'Where every record of each telemetry partition ended, for each application; counts of records.';
COMMENT ON COLUMN ledger.missing IS 'Offsets that retention removed before they were read.';
