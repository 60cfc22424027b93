-- A period's days in the order in which they are shown: a page of them is read, not the period.

CREATE INDEX usage_daily_by_day ON usage_daily
    (date_trunc('day', coalesce(window_local, window_start AT TIME ZONE zone_id)), clinic_id);
