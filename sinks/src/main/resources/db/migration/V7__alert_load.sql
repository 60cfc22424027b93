-- How much the alerts of each clinic asked of people, by the hour in which they opened.

CREATE TABLE alert_load (
    clinic_id             text        NOT NULL,
    hour_start            timestamptz NOT NULL,
    told_at               timestamptz NOT NULL,
    alerts                bigint      NOT NULL,
    high                  bigint      NOT NULL,
    medium                bigint      NOT NULL,
    low                   bigint      NOT NULL,
    treatment             bigint      NOT NULL,
    technical             bigint      NOT NULL,
    late                  bigint      NOT NULL,
    shelved               bigint      NOT NULL,
    announced             bigint      NOT NULL,
    chattering            bigint      NOT NULL,
    acknowledged          bigint      NOT NULL,
    left_unacknowledged   bigint      NOT NULL,
    waiting               bigint      NOT NULL,
    active                bigint      NOT NULL,
    stale                 bigint,
    acknowledge_bounds_ms jsonb       NOT NULL,
    acknowledge_counts    jsonb       NOT NULL,
    sources               bigint      NOT NULL,
    top_sources           jsonb       NOT NULL,
    other_source_alerts   bigint      NOT NULL,
    flood_ms              bigint      NOT NULL,
    floods_begun          bigint      NOT NULL,
    revision              integer     NOT NULL,
    balanced              boolean     NOT NULL GENERATED ALWAYS AS
        (alerts = high + medium + low AND alerts = treatment + technical
            AND alerts = acknowledged + left_unacknowledged + waiting) STORED,
    PRIMARY KEY (clinic_id, hour_start)
);
COMMENT ON TABLE alert_load IS 'How much the alerts of each clinic asked of people in each hour. An alert belongs to the hour of the log clock in which it opened, whatever becomes of it later, and every alert is counted.';
COMMENT ON COLUMN alert_load.hour_start IS 'Start of the hour, a full one of UTC.';
COMMENT ON COLUMN alert_load.told_at IS 'Log clock up to which this is known.';
COMMENT ON COLUMN alert_load.alerts IS 'Alerts that opened.';
COMMENT ON COLUMN alert_load.technical IS 'Those about devices and their links; the rest are about treatments.';
COMMENT ON COLUMN alert_load.late IS 'History, told by late readings: recorded, and nobody was called.';
COMMENT ON COLUMN alert_load.shelved IS 'Those whose rule was on a shelf: recorded, and nobody was called.';
COMMENT ON COLUMN alert_load.announced IS 'Those that called for somebody: neither late nor shelved.';
COMMENT ON COLUMN alert_load.chattering IS 'The third of their rule and session within a minute.';
COMMENT ON COLUMN alert_load.left_unacknowledged IS 'Those that left the active list though nobody had acknowledged them.';
COMMENT ON COLUMN alert_load.waiting IS 'Those on the active list that nobody has acknowledged.';
COMMENT ON COLUMN alert_load.active IS 'Those on the active list, acknowledged or not.';
COMMENT ON COLUMN alert_load.stale IS 'Those that were on the active list for more than 24 h; null until 24 h after the hour.';
COMMENT ON COLUMN alert_load.acknowledge_bounds_ms IS 'Upper bounds of the buckets of the time from opening to acknowledgement, ms, each within its bucket.';
COMMENT ON COLUMN alert_load.acknowledge_counts IS 'Alerts in each of these buckets; one more than bounds, the last for those beyond all of them.';
COMMENT ON COLUMN alert_load.sources IS 'Sources of alerts: a rule on a subject is one.';
COMMENT ON COLUMN alert_load.top_sources IS 'Array of {subject_kind, subject_id, rule, alerts}: at most 10, the most first.';
COMMENT ON COLUMN alert_load.other_source_alerts IS 'Alerts of all other sources.';
COMMENT ON COLUMN alert_load.flood_ms IS 'Time in floods of announced alerts, ms: from more than 10 within 10 min until fewer than 5, in steps of 10 s.';
COMMENT ON COLUMN alert_load.balanced IS 'Whether the parts add up.';
CREATE INDEX alert_load_by_hour ON alert_load (hour_start, clinic_id);

CREATE FUNCTION alert_load_acknowledged_within_ms(bounds_ms jsonb, counts jsonb, share double precision) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    RETURN (SELECT b.ms FROM (
            SELECT n, c::bigint AS alerts, sum(c::bigint) OVER (ORDER BY n) AS so_far, sum(c::bigint) OVER () AS total
            FROM jsonb_array_elements_text(counts) WITH ORDINALITY AS t(c, n)) AS buckets
        LEFT JOIN (SELECT m::bigint AS ms, n FROM jsonb_array_elements_text(bounds_ms) WITH ORDINALITY AS t(m, n)) AS b USING (n)
        WHERE alerts > 0 AND so_far >= share * total
        ORDER BY n LIMIT 1);
COMMENT ON FUNCTION alert_load_acknowledged_within_ms IS 'Upper bound, ms, of the bucket that the share (0 to 1) of acknowledged alerts ends in; null where none was acknowledged, or where it is beyond the last bound.';

CREATE VIEW alert_load_hours AS
SELECT l.clinic_id,
    c.name AS clinic_name,
    l.hour_start,
    l.hour_start AT TIME ZONE coalesce(clinic_zone_at(l.clinic_id, l.hour_start), 'UTC') AS hour_local,
    l.alerts,
    l.announced,
    l.late,
    l.shelved,
    round(100.0 * l.high / nullif(l.alerts, 0), 1) AS high_pct,
    round(100.0 * l.medium / nullif(l.alerts, 0), 1) AS medium_pct,
    round(100.0 * l.low / nullif(l.alerts, 0), 1) AS low_pct,
    l.chattering,
    l.acknowledged,
    alert_load_acknowledged_within_ms(l.acknowledge_bounds_ms, l.acknowledge_counts, 0.5) AS half_acknowledged_within_ms,
    alert_load_acknowledged_within_ms(l.acknowledge_bounds_ms, l.acknowledge_counts, 0.95) AS p95_acknowledged_within_ms,
    l.left_unacknowledged,
    l.waiting,
    l.active,
    l.stale,
    l.floods_begun,
    round(l.flood_ms / 60000.0, 1) AS flood_min,
    l.top_sources -> 0 ->> 'subject_id' AS first_source,
    l.top_sources -> 0 ->> 'rule' AS first_rule
FROM alert_load l LEFT JOIN clinics c USING (clinic_id);
COMMENT ON VIEW alert_load_hours IS 'alert_load for people: shares by priority in %, the time by which 50 and 95 % of those that were acknowledged were (upper bound of a bucket, ms), minutes in floods, the first source. hour_local is on the clinic''s wall.';

CREATE VIEW alert_load_differences AS
WITH known AS (
    SELECT date_trunc('second', min(log_clock)) - interval '1 second' AS until
    FROM ledger WHERE application = 'safety'),
told AS (
    SELECT a.clinic_id, date_trunc('hour', a.detected_at, 'UTC') AS hour_start, a.priority,
        count(*) FILTER (WHERE a.detected_at < k.until) AS at_least, count(*) AS at_most
    FROM alerts a CROSS JOIN known k
    GROUP BY 1, 2, 3),
counted AS (
    SELECT l.clinic_id, l.hour_start, p.priority, p.alerts
    FROM alert_load l
    CROSS JOIN LATERAL (VALUES ('HIGH', l.high), ('MEDIUM', l.medium), ('LOW', l.low)) AS p(priority, alerts)
    WHERE p.alerts > 0)
SELECT clinic_id, hour_start, priority,
    coalesce(counted.alerts, 0) AS counted,
    coalesce(told.at_least, 0) AS at_least,
    coalesce(told.at_most, 0) AS at_most
FROM told FULL JOIN counted USING (clinic_id, hour_start, priority)
WHERE coalesce(counted.alerts, 0) NOT BETWEEN coalesce(told.at_least, 0) AND coalesce(told.at_most, 0);
COMMENT ON VIEW alert_load_differences IS 'Hours and priorities of which alert_load counts other alerts than there are in alerts; empty unless something is wrong, or the sink lags. What opened within the last seconds may not be counted yet; what opened before there was an account never is.';
