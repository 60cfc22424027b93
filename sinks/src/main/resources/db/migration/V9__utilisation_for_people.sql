-- What people and their tools ask of utilisation: quick sums, and views whose columns stay as they are.

ALTER TABLE usage_hourly
    ADD COLUMN window_local       timestamp,
    ADD COLUMN revenue_currency   text,
    ADD COLUMN revenue_low_minor  bigint,
    ADD COLUMN revenue_high_minor bigint;
ALTER TABLE usage_daily
    ADD COLUMN window_local       timestamp,
    ADD COLUMN revenue_currency   text,
    ADD COLUMN revenue_low_minor  bigint,
    ADD COLUMN revenue_high_minor bigint;
UPDATE usage_hourly SET window_local = window_start AT TIME ZONE zone_id;
UPDATE usage_daily SET window_local = window_start AT TIME ZONE zone_id;
COMMENT ON COLUMN usage_hourly.window_local IS 'What the clock on the clinic''s wall shows at window_start; null from sinks of the last release.';
COMMENT ON COLUMN usage_hourly.revenue_currency IS 'Currency of revenue, ISO 4217; the word several for more than one, null for none.';
COMMENT ON COLUMN usage_hourly.revenue_low_minor IS 'Of one currency: the lower end of revenue, in its minor unit.';
COMMENT ON COLUMN usage_daily.window_local IS 'Midnight of the day on the clinic''s wall, or when its clock first shows the day.';

CREATE INDEX alerts_of_a_session ON alerts (subject_id, session_id) WHERE session_id IS NOT NULL;

CREATE VIEW utilisation_by_device AS
SELECT coalesce(u.window_local, u.window_start AT TIME ZONE u.zone_id)::date AS day, u.device_id, u.clinic_id, c.name AS clinic, u.zone_id, u.model,
    u.device_class, u.modality, u.sessions_started, u.sessions_completed, u.sessions_aborted,
    u.powered_ms / 3.6e6 AS powered_h, u.session_ms / 3.6e6 AS session_h, u.treating_ms / 3.6e6 AS treating_h,
    u.available_ms / 3.6e6 AS available_h, u.utilisation_of_uptime_ratio, u.utilisation_of_planned_ratio,
    u.performance_ratio, u.longest_gap_ms / 6e4 AS longest_gap_min, u.first_treatment_at, u.last_treatment_at,
    u.revenue_currency, u.revenue_low_minor, u.revenue_high_minor
FROM usage_daily u LEFT JOIN clinics c USING (clinic_id);
COMMENT ON VIEW utilisation_by_device IS 'What each device did in each day on its clinic''s wall. Times in hours (h) and minutes (min), money in minor units.';

CREATE FUNCTION utilisation_sums(whose text) RETURNS TABLE (
    day date, key text, devices bigint, sessions_started bigint, sessions_completed bigint, sessions_aborted bigint,
    powered_h double precision, session_h double precision, treating_h double precision, available_h double precision,
    utilisation_of_uptime_ratio double precision, utilisation_of_planned_ratio double precision,
    performance_ratio double precision)
LANGUAGE sql STABLE AS $$
SELECT coalesce(u.window_local, u.window_start AT TIME ZONE u.zone_id)::date,
    CASE whose WHEN 'clinic' THEN clinic_id WHEN 'modality' THEN modality WHEN 'model' THEN model ELSE 'fleet' END,
    count(*) FILTER (WHERE session_ms > 0 OR treating_ms > 0),
    sum(sessions_started)::bigint, sum(sessions_completed)::bigint, sum(sessions_aborted)::bigint,
    sum(powered_ms) / 3.6e6::double precision, sum(session_ms) / 3.6e6::double precision,
    sum(treating_ms) / 3.6e6::double precision, sum(available_ms) / 3.6e6::double precision,
    sum(session_ms)::double precision
        / nullif(greatest(sum(available_ms) - sum(scheduled_downtime_ms) - sum(unscheduled_downtime_ms), 0), 0),
    sum(session_ms)::double precision / nullif(greatest(sum(available_ms) - sum(scheduled_downtime_ms), 0), 0),
    sum(treating_ms - unassigned_treating_ms)::double precision / nullif(sum(session_ms), 0)
FROM usage_daily u GROUP BY 1, 2
$$;
COMMENT ON FUNCTION utilisation_sums IS 'Sums of usage_daily for each day and clinic, modality or model, or the fleet. A ratio is that of the sums.';

CREATE VIEW utilisation_by_clinic AS
SELECT sums.day, sums.key AS clinic_id, c.name AS clinic, sums.devices, sums.sessions_started, sums.sessions_completed,
    sums.sessions_aborted, sums.powered_h, sums.session_h, sums.treating_h, sums.available_h,
    sums.utilisation_of_uptime_ratio, sums.utilisation_of_planned_ratio, sums.performance_ratio
FROM utilisation_sums('clinic') AS sums LEFT JOIN clinics c ON c.clinic_id = sums.key;
CREATE VIEW utilisation_by_modality AS SELECT * FROM utilisation_sums('modality');
CREATE VIEW utilisation_by_model AS SELECT * FROM utilisation_sums('model');
CREATE VIEW utilisation_of_fleet AS SELECT * FROM utilisation_sums('fleet');
COMMENT ON VIEW utilisation_by_clinic IS 'What each clinic''s devices did in each day on its wall.';
COMMENT ON VIEW utilisation_by_modality IS 'What was done to the skin in each day on the clinics'' walls; UNKNOWN: nothing, or more than one kind on a device.';
COMMENT ON VIEW utilisation_by_model IS 'What the devices of each model did in each day on the clinics'' walls.';
COMMENT ON VIEW utilisation_of_fleet IS 'What all devices did in each day on the clinics'' walls.';

CREATE FUNCTION utilisation_heatmap(since timestamptz, until timestamptz) RETURNS TABLE (
    clinic_id text, iso_weekday integer, hour integer, session_h double precision, treating_h double precision,
    available_h double precision)
LANGUAGE sql STABLE AS $$
SELECT u.clinic_id, extract(isodow FROM coalesce(u.window_local, u.window_start AT TIME ZONE u.zone_id))::integer, extract(hour FROM coalesce(u.window_local, u.window_start AT TIME ZONE u.zone_id))::integer,
    sum(u.session_ms) / 3.6e6::double precision, sum(u.treating_ms) / 3.6e6::double precision,
    sum(u.available_ms) / 3.6e6::double precision
FROM usage_hourly u
WHERE u.window_start >= since AND u.window_start < until
GROUP BY 1, 2, 3
$$;
COMMENT ON FUNCTION utilisation_heatmap IS 'The hours of the week on each clinic''s wall, over the weeks from since until before until, h.';

CREATE VIEW alerts_per_session AS
SELECT s.device_id, s.session_id, s.clinic_id, s.modality, s.started_at, s.session_ms / 6e4 AS session_min, s.counts,
    count(a.alert_id) AS alerts, count(a.alert_id) FILTER (WHERE a.priority = 'HIGH') AS high,
    count(a.alert_id) FILTER (WHERE a.kind = 'TECHNICAL') AS technical
FROM sessions s LEFT JOIN alerts a ON a.subject_id = s.device_id AND a.session_id = s.session_id
GROUP BY s.device_id, s.session_id;
COMMENT ON VIEW alerts_per_session IS 'Alerts of each session, history too.';

CREATE VIEW alerts_per_day AS
SELECT coalesce(u.window_local, u.window_start AT TIME ZONE u.zone_id)::date AS day, u.device_id, u.clinic_id, u.session_ms / 3.6e6 AS session_h, a.alerts, a.high, a.technical
FROM usage_daily u
CROSS JOIN LATERAL (
    SELECT count(*) AS alerts, count(*) FILTER (WHERE priority = 'HIGH') AS high,
        count(*) FILTER (WHERE kind = 'TECHNICAL') AS technical
    FROM alerts
    WHERE subject_id = u.device_id AND started_at >= u.window_start AND started_at < u.window_end) AS a;
CREATE VIEW alerts_per_hour AS
SELECT coalesce(u.window_local, u.window_start AT TIME ZONE u.zone_id) AS hour, u.device_id, u.clinic_id, u.session_ms / 6e4 AS session_min, a.alerts, a.high, a.technical
FROM usage_hourly u
CROSS JOIN LATERAL (
    SELECT count(*) AS alerts, count(*) FILTER (WHERE priority = 'HIGH') AS high,
        count(*) FILTER (WHERE kind = 'TECHNICAL') AS technical
    FROM alerts
    WHERE subject_id = u.device_id AND started_at >= u.window_start AND started_at < u.window_end) AS a;
COMMENT ON VIEW alerts_per_day IS 'Alerts that began in each day of each device on its clinic''s wall, beside the time in session, h.';
COMMENT ON VIEW alerts_per_hour IS 'Alerts that began in each hour of each device on its clinic''s wall, beside the time in session, min.';
