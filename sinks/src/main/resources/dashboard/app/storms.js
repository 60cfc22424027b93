/** Alarm practice: more than 10 in 10 min is a flood that nobody reads one by one. */
const MORE_THAN = 10;
const WITHIN_MS = 10 * 60 * 1000;

/**
 * Takes the storms out of a list of active alerts. A storm is of one clinic, and has its first
 * alert as the likely cause. One of high priority by another rule than the first's is never part of
 * a storm: it stays in the list by itself.
 */
export function storms(active) {
  const byClinic = Map.groupBy(active, (alert) => alert.clinic_id);
  const found = [];
  const inStorm = new Set();
  for (const alerts of byClinic.values()) {
    const byStart = [...alerts].sort((a, b) => a.started_at.localeCompare(b.started_at));
    const newest = Date.parse(byStart.at(-1).started_at);
    const together = byStart.filter((alert) => newest - Date.parse(alert.started_at) <= WITHIN_MS);
    const [first] = together;
    if (together.length > MORE_THAN) {
      const members = together.filter(
        (alert) => alert.priority !== 'HIGH' || alert.rule === first.rule,
      );
      if (members.length > MORE_THAN) {
        members.forEach((alert) => inStorm.add(alert));
        found.push({ first, alerts: members });
      }
    }
  }
  return { found, others: active.filter((alert) => !inStorm.has(alert)) };
}
