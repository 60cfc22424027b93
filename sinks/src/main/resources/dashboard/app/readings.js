/** Readings of one device as a chart wants them. Everything here is pure. */

/**
 * History as points {t, min, mean, max}. The current's largest value is its peak: that is what the
 * hard limit is about.
 */
export function history(readings) {
  const by = Object.fromEntries(readings.channels.map((channel) => [channel.channel, channel]));
  const main = by.vacuum_kpa ?? by.current_ua;
  if (!main) {
    return [];
  }
  const peaks = new Map((by.peak_ua?.points ?? []).map(([t, , , max]) => [t, max]));
  return main.points.map(([t, min, mean, max]) => ({
    t: t + readings.step_ms / 2,
    min,
    mean,
    max: Math.max(max, peaks.get(t) ?? max),
    step: readings.step_ms,
  }));
}

/** A live reading as a point. */
export function livePoint(reading) {
  return {
    t: Date.parse(reading.at),
    min: reading.min,
    mean: reading.last,
    max: reading.max,
    step: 1000,
  };
}

/** The live points that the history does not cover yet. */
export function after(past, live) {
  const last = past.at(-1);
  return last ? live.filter((point) => point.t > last.t + last.step / 2) : live;
}

/** Puts an empty point into each hole, so that no line is drawn across it. */
export function withGaps(points) {
  const result = [];
  for (const point of points) {
    const before = result.at(-1);
    if (before && point.t - before.t > Math.max(3000, 1.6 * Math.max(before.step, point.step))) {
      result.push({ t: before.t + 1, min: null, mean: null, max: null, step: point.step });
    }
    result.push(point);
  }
  return result;
}
