-- What was done to devices, when their parts are to be serviced, and how far they are.

CREATE TABLE service_events (
    device_id  text        NOT NULL,
    event_id   text        NOT NULL,
    kind       text        NOT NULL,
    done_at    timestamptz NOT NULL,
    started_at timestamptz CHECK (started_at <= done_at),
    withdrawn  boolean     NOT NULL,
    revision   integer     NOT NULL,
    PRIMARY KEY (device_id, event_id)
);
COMMENT ON TABLE service_events IS 'What was done to devices: parts changed, calibrated, serviced. Of devices, too, that the inventory does not know.';
COMMENT ON COLUMN service_events.done_at IS 'When it was done; what wears is counted from here.';
COMMENT ON COLUMN service_events.started_at IS 'When the device was taken out of use for it; null when it was not.';
COMMENT ON COLUMN service_events.withdrawn IS 'It proved not to have happened.';
CREATE INDEX service_events_latest ON service_events (device_id, kind, done_at DESC) WHERE NOT withdrawn;

ALTER TABLE devices ADD COLUMN service_plan jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN devices.service_plan IS 'After how much use parts are to be serviced, as the inventory has it; what is not there or not above 0 is as usual.';

ALTER TABLE usage_hourly ADD COLUMN pump_counter_ms bigint;
ALTER TABLE usage_daily  ADD COLUMN pump_counter_ms bigint;
COMMENT ON COLUMN usage_hourly.pump_counter_ms IS 'Highest reading of the device''s own counter of its pump''s running time, ms; null when it told none.';
COMMENT ON COLUMN usage_daily.pump_counter_ms IS 'Highest reading of the device''s own counter of its pump''s running time, ms; null when it told none.';

CREATE INDEX sessions_of_a_device ON sessions (device_id, started_at);
CREATE INDEX usage_hourly_unassigned ON usage_hourly (device_id, window_start) WHERE unassigned_treating_ms > 0;
CREATE INDEX usage_hourly_pump ON usage_hourly (device_id, window_start) WHERE pump_counter_ms IS NOT NULL;

CREATE FUNCTION service_interval(plan jsonb, name text, usual integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN (plan ->> name)::integer > 0 THEN (plan ->> name)::integer ELSE usual END;
COMMENT ON FUNCTION service_interval IS 'An interval of a service plan; what is usual where it has none above 0.';

CREATE FUNCTION pump_counter_before(device text, at timestamptz) RETURNS bigint
    LANGUAGE sql STABLE
    RETURN (SELECT u.pump_counter_ms FROM usage_hourly u
        WHERE u.device_id = device AND u.window_start < at AND u.pump_counter_ms IS NOT NULL
        ORDER BY u.window_start DESC LIMIT 1);
COMMENT ON FUNCTION pump_counter_before IS 'Highest reading of the pump''s counter in the latest hour that began before an instant and has one, ms.';

CREATE FUNCTION maintenance_at(at timestamptz) RETURNS TABLE (
    device_id text, clinic_id text, clinic text, zone_id text, model text, part text, unit text, since timestamptz,
    never_done boolean, used double precision, due_from double precision, overdue_from double precision, worn boolean,
    status text, used_per_day double precision, due_forecast timestamptz, overdue_forecast timestamptz)
LANGUAGE sql STABLE AS $$
WITH plans AS (
    -- 28 days tell how a device is used, and less than a day tells nothing of it.
    SELECT d.*, c.name AS clinic, clinic_zone_at(d.clinic_id, at) AS zone_id,
        service_interval(CASE WHEN (d.service_plan ->> 'overdue_pct')::integer >= 100 THEN d.service_plan END,
            'overdue_pct', 110) AS overdue_pct,
        greatest(extract(epoch FROM at - greatest(at - interval '28 days',
            (SELECT min(u.window_start) FROM usage_daily u WHERE u.device_id = d.device_id)))::double precision / 86400, 1) AS days
    FROM devices d LEFT JOIN clinics c USING (clinic_id)
), parts AS (
    SELECT p.*, x.part, x.modality, x.unit, x.rule, x.due_from,
        coalesce(x.hard, x.due_from * p.overdue_pct / 100) AS overdue_from,
        (SELECT max(e.done_at) FROM service_events e
         WHERE e.device_id = p.device_id AND e.kind = x.kind AND NOT e.withdrawn AND e.done_at <= at) AS done_at
    FROM plans p CROSS JOIN LATERAL (VALUES
        ('FILTER', 'MICRODERMABRASION', 'h', 'FILTER_CHANGED', 'filter-clogging',
            service_interval(p.service_plan, 'filter_hours', 10)::double precision, NULL::double precision),
        ('TIP', 'MICRODERMABRASION', 'sessions', 'TIP_CHANGED', NULL,
            service_interval(p.service_plan, 'tip_sessions', 50), NULL),
        ('PUMP', 'MICRODERMABRASION', 'h', 'SERVICED', 'pump-wear',
            service_interval(p.service_plan, 'pump_soft_hours', 500),
            greatest(service_interval(p.service_plan, 'pump_soft_hours', 500),
                service_interval(p.service_plan, 'pump_hard_hours', 1000))),
        ('ELECTRODES', 'MICROCURRENT', 'h', 'ELECTRODE_CHANGED', 'electrode-drying',
            service_interval(p.service_plan, 'electrode_hours', 100), NULL),
        ('CALIBRATION', NULL, 'd', 'CALIBRATED', NULL, NULL, NULL)
    ) AS x (part, modality, unit, kind, rule, due_from, hard)
    WHERE x.modality IS NULL OR x.modality = ANY (p.modalities)
), counted AS (
    SELECT p.*, coalesce(p.done_at, p.commissioned_at) AS since, used.*
    FROM parts p
    CROSS JOIN LATERAL (
        -- All that is known where it was never done: commissioning may be told wrongly.
        SELECT coalesce(p.done_at, '-infinity') AS counted_from, at - p.days * interval '1 day' AS recent_from
    ) AS reach
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(t.ms) FILTER (WHERE t.started >= counted_from), 0)::double precision / 3.6e6 AS treating_h,
            coalesce(sum(t.ms) FILTER (WHERE t.started >= recent_from), 0)::double precision / 3.6e6 AS recent_h,
            count(*) FILTER (WHERE t.session AND t.started >= counted_from) AS sessions,
            count(*) FILTER (WHERE t.session AND t.started >= recent_from) AS recent_sessions
        FROM (
            SELECT s.started_at AS started, s.treating_ms AS ms, true AS session FROM sessions s
            WHERE s.device_id = p.device_id AND s.modality = p.modality AND s.treating_ms > 0
                AND s.started_at >= least(counted_from, recent_from) AND s.started_at <= at
            UNION ALL
            SELECT u.window_start, u.unassigned_treating_ms, false FROM usage_hourly u
            WHERE u.device_id = p.device_id AND u.modality IN (p.modality, 'UNKNOWN') AND u.unassigned_treating_ms > 0
                AND u.window_start >= least(counted_from, recent_from) AND u.window_start <= at) AS t
    ) AS treated
    CROSS JOIN LATERAL (
        SELECT pump_counter_before(p.device_id, at) AS latest_ms, pump_counter_before(p.device_id, p.done_at) AS done_ms,
            coalesce(pump_counter_before(p.device_id, recent_from),
                (SELECT min(u.pump_counter_ms) FROM usage_hourly u
                 WHERE u.device_id = p.device_id AND u.window_start >= recent_from AND u.window_start < at)) AS recent_ms,
            (SELECT min(u.pump_counter_ms) FROM usage_hourly u
             WHERE u.device_id = p.device_id AND u.window_start >= p.done_at AND u.window_start < at) AS least_ms
        WHERE p.part = 'PUMP'
        UNION ALL
        SELECT NULL, NULL, NULL, NULL WHERE p.part <> 'PUMP'
    ) AS pump
    CROSS JOIN LATERAL (
        SELECT CASE p.part
            WHEN 'TIP' THEN sessions
            WHEN 'CALIBRATION' THEN extract(epoch FROM at - coalesce(p.done_at, p.commissioned_at))::double precision / 86400
            -- A counter that fell is that of another pump, which has run for what it says.
            WHEN 'PUMP' THEN coalesce((latest_ms - CASE
                WHEN p.done_at IS NULL OR least_ms < done_ms THEN 0
                ELSE coalesce(done_ms, least_ms, 0) END) / 3.6e6, treating_h)
            ELSE treating_h END AS used,
        CASE p.part
            WHEN 'TIP' THEN recent_sessions
            WHEN 'CALIBRATION' THEN p.days
            WHEN 'PUMP' THEN coalesce(CASE WHEN latest_ms >= recent_ms THEN latest_ms - recent_ms ELSE latest_ms END / 3.6e6, recent_h)
            ELSE recent_h END / p.days AS used_per_day
    ) AS used
), judged AS (
    SELECT c.*, limits.*, worn.worn, CASE
        WHEN c.used >= limits.overdue THEN 'OVERDUE'
        WHEN c.used >= limits.due OR worn.worn THEN 'DUE'
        ELSE 'OK' END AS status
    FROM counted c
    CROSS JOIN LATERAL (
        SELECT coalesce(c.due_from, month_days) AS due,
            coalesce(c.overdue_from, month_days * c.overdue_pct / 100) AS overdue
        FROM (SELECT extract(epoch FROM ((c.since AT TIME ZONE 'UTC') + make_interval(months =>
            service_interval(c.service_plan, 'calibration_months', 12))) AT TIME ZONE 'UTC' - c.since)::double precision
            / 86400 AS month_days) AS of_calibration
    ) AS limits
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM alerts a WHERE a.subject_id = c.device_id AND a.rule = c.rule AND a.state = 'OPEN'
            AND a.started_at >= coalesce(c.done_at, '-infinity') AND a.started_at <= at) AS worn
    ) AS worn
)
SELECT j.device_id, j.clinic_id, j.clinic, j.zone_id, j.model, j.part, j.unit, j.since, j.done_at IS NULL,
    j.used, j.due, j.overdue, j.worn, j.status, j.used_per_day,
    -- Who knows what is in ten years.
    CASE WHEN j.status = 'OK' AND j.due - j.used <= 3650 * j.used_per_day
        THEN at + (j.due - j.used) / j.used_per_day * interval '1 day' END,
    CASE WHEN j.status <> 'OVERDUE' AND j.overdue - j.used <= 3650 * j.used_per_day
        THEN at + (j.overdue - j.used) / j.used_per_day * interval '1 day' END
FROM judged j
$$;
COMMENT ON FUNCTION maintenance_at IS 'How far each part of each device in the inventory is from its service, at an instant.';

CREATE VIEW maintenance_by_device AS SELECT * FROM maintenance_at(now());
COMMENT ON VIEW maintenance_by_device IS 'How far each part of each device in the inventory is from its service: used since it was last done, due and overdue from how much, in unit (h, sessions or d), and when that is if the device goes on to be used as in the last 28 days.';
