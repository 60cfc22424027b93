-- Utilisation by hour and day, what it is measured by, and what more is told of each session.

ALTER TABLE clinics
    ADD COLUMN opening_hours jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN price_lists   jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN clinics.opening_hours IS 'Array of {effective_from, open: [{iso_weekday, opens_minute, closes_minute}]}, minutes of the day on the clinic''s clock.';
COMMENT ON COLUMN clinics.price_lists IS 'Array of {effective_from, currency, prices: [{modality, device_class, low_minor, high_minor, per}]}, amounts in minor units.';

ALTER TABLE sessions
    ADD COLUMN model             text NOT NULL DEFAULT '',
    ADD COLUMN device_class      text NOT NULL DEFAULT 'UNKNOWN',
    ADD COLUMN powered_ms        bigint NOT NULL DEFAULT 0,
    ADD COLUMN pause_count       integer NOT NULL DEFAULT 0,
    ADD COLUMN paused_ms         bigint NOT NULL DEFAULT 0,
    ADD COLUMN samples_expected  bigint NOT NULL DEFAULT 0,
    ADD COLUMN gap_count         integer NOT NULL DEFAULT 0,
    ADD COLUMN missing_ms        bigint NOT NULL DEFAULT 0,
    ADD COLUMN gaps              jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN vacuum_mean_pa    bigint,
    ADD COLUMN vacuum_p50_pa     bigint,
    ADD COLUMN vacuum_p95_pa     bigint,
    ADD COLUMN vacuum_histogram  jsonb,
    ADD COLUMN current_mean_ua   bigint,
    ADD COLUMN current_p50_ua    bigint,
    ADD COLUMN current_p95_ua    bigint,
    ADD COLUMN current_histogram jsonb,
    ADD COLUMN dose_kpa_s        double precision,
    ADD COLUMN charge_c          double precision,
    ADD COLUMN aborted           boolean NOT NULL DEFAULT false,
    ADD COLUMN counts            boolean NOT NULL DEFAULT false,
    ADD COLUMN currency          text,
    ADD COLUMN price_low_minor   bigint,
    ADD COLUMN price_high_minor  bigint;
COMMENT ON COLUMN sessions.powered_ms IS 'Time between start and end for which the device gave signs of life, ms.';
COMMENT ON COLUMN sessions.pause_count IS 'Times of at least 10 s without treatment.';
COMMENT ON COLUMN sessions.paused_ms IS 'Sum of those times, ms.';
COMMENT ON COLUMN sessions.samples_expected IS 'Samples that would have come if none were missing.';
COMMENT ON COLUMN sessions.gap_count IS 'Times for which samples are missing.';
COMMENT ON COLUMN sessions.missing_ms IS 'Sum of those times, ms.';
COMMENT ON COLUMN sessions.gaps IS 'The first of those times: array of {from_elapsed_ms, to_elapsed_ms}.';
COMMENT ON COLUMN sessions.vacuum_histogram IS 'Array of {start, duration_ms}: how long suction was in which bucket of 500 Pa; can be added.';
COMMENT ON COLUMN sessions.current_histogram IS 'Array of {start, duration_ms}: how long current was in which bucket of 5 uA; can be added.';
COMMENT ON COLUMN sessions.dose_kpa_s IS 'Suction times time while treating, kPa.s; null for other modalities.';
COMMENT ON COLUMN sessions.charge_c IS 'Gross charge while treating, C; null for other modalities.';
COMMENT ON COLUMN sessions.aborted IS 'Ended before 20 % of its plan.';
COMMENT ON COLUMN sessions.counts IS 'Over, not aborted and not a test.';
COMMENT ON COLUMN sessions.currency IS 'ISO 4217; null without a list price.';
COMMENT ON COLUMN sessions.price_low_minor IS 'List price, in minor units of the currency.';

ALTER TABLE usage_hourly
    ADD COLUMN model                        text NOT NULL DEFAULT '',
    ADD COLUMN device_class                 text NOT NULL DEFAULT 'UNKNOWN',
    ADD COLUMN modality                     text NOT NULL DEFAULT 'UNKNOWN',
    ADD COLUMN session_ms                   bigint NOT NULL DEFAULT 0,
    ADD COLUMN powered_ms                   bigint NOT NULL DEFAULT 0,
    ADD COLUMN sessions_completed           bigint NOT NULL DEFAULT 0,
    ADD COLUMN sessions_aborted             bigint NOT NULL DEFAULT 0,
    ADD COLUMN sessions_test                bigint NOT NULL DEFAULT 0,
    ADD COLUMN available_ms                 bigint,
    ADD COLUMN scheduled_downtime_ms        bigint NOT NULL DEFAULT 0,
    ADD COLUMN unscheduled_downtime_ms      bigint NOT NULL DEFAULT 0,
    ADD COLUMN utilisation_of_uptime_ratio  double precision,
    ADD COLUMN utilisation_of_planned_ratio double precision,
    ADD COLUMN performance_ratio            double precision,
    ADD COLUMN longest_gap_ms               bigint NOT NULL DEFAULT 0,
    ADD COLUMN first_treatment_at           timestamptz,
    ADD COLUMN last_treatment_at            timestamptz,
    ADD COLUMN revenue                      jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN usage_hourly.modality IS 'What was done to the skin in the window; UNKNOWN when nothing, or more than one kind.';
COMMENT ON COLUMN usage_hourly.session_ms IS 'Time between start and end of sessions, ms; where two overlap it counts once.';
COMMENT ON COLUMN usage_hourly.powered_ms IS 'Time for which the device gave signs of life, ms.';
COMMENT ON COLUMN usage_hourly.sessions_completed IS 'Sessions that ended in the window and count.';
COMMENT ON COLUMN usage_hourly.sessions_aborted IS 'Sessions that ended in the window before 20 % of their plan.';
COMMENT ON COLUMN usage_hourly.sessions_test IS 'Sessions without a person that ended in the window.';
COMMENT ON COLUMN usage_hourly.available_ms IS 'Opening hours within the window, ms; null when they are not known.';
COMMENT ON COLUMN usage_hourly.scheduled_downtime_ms IS 'Part of available_ms in service, ms.';
COMMENT ON COLUMN usage_hourly.unscheduled_downtime_ms IS 'Part of available_ms for which the device reported a fault in itself, ms.';
COMMENT ON COLUMN usage_hourly.utilisation_of_uptime_ratio IS 'session_ms over available_ms less both downtimes. To sum up rows, divide their sums.';
COMMENT ON COLUMN usage_hourly.utilisation_of_planned_ratio IS 'session_ms over available_ms less scheduled downtime alone.';
COMMENT ON COLUMN usage_hourly.performance_ratio IS 'Treating time within sessions over session_ms.';
COMMENT ON COLUMN usage_hourly.longest_gap_ms IS 'Longest time without treatment between two treatments, ms.';
COMMENT ON COLUMN usage_hourly.revenue IS 'Array of {currency, low_minor, high_minor}: list prices of the sessions that ended in the window and count, in minor units.';

CREATE TABLE usage_daily (LIKE usage_hourly INCLUDING ALL);
COMMENT ON TABLE usage_daily IS 'What each device did in each day on the wall of its clinic: the sums of its hours.';
COMMENT ON COLUMN usage_daily.window_start IS 'First instant of the day on the clinic''s clock.';
COMMENT ON COLUMN usage_daily.window_end IS 'First instant after it; a day in which the clock shifts is shorter or longer.';
