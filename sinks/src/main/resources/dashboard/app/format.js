/** Texts for people. Everything here is pure. */

const UNITS = { kPa: 'kPa', uA: 'µA' };

export const unit = (ucum) => UNITS[ucum] ?? ucum;

/** A value with as many digits as its unit deserves. */
export const value = (number, ucum) => number.toFixed(ucum === 'uA' ? 0 : 1);

/** An ISO-8601 instant with offset, as the time on that clock: 17:45:03. */
export const localTime = (iso) => iso.slice(11, 19);

/** Its day, for what did not happen today: 2 Mar. */
export const localDay = (iso) =>
  new Date(`${iso.slice(0, 10)}T12:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });

/** The clock itself: Kathmandu +05:45. */
export const clockName = (iso, zoneId) => {
  const offset = iso.slice(19);
  return zoneId ? `${zoneId.split('/').pop().replaceAll('_', ' ')} ${offset}` : `UTC${offset}`;
};

/** An instant as the time on a clinic's clock, or in UTC: 17:45:03. */
export const clockTime = (iso, zoneId) =>
  new Date(iso).toLocaleTimeString('en-GB', { timeZone: zoneId ?? 'UTC' });

/** How long something lasted: as duration, but a blink is not nothing: 0.2 s. */
export const lasting = (ms) => (ms > 0 && ms < 1000 ? `${(ms / 1000).toFixed(1)} s` : duration(ms));

/** A length of time in its two largest units at most: 4 s, 2 min 05 s, 3 h 12 min. */
export const duration = (ms) => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? `${hours} h ${String(minutes % 60).padStart(2, '0')} min`
    : `${Math.floor(hours / 24)} days`;
};

/** The short length that a table shows: 4 s, 2 min, 3 h. */
export const age = (ms) => duration(ms).split(' ').slice(0, 2).join(' ');

const STATES = {
  IN_SESSION: 'in session',
  IDLE: 'idle',
  SILENT: 'silent',
  FAULT: 'fault',
  UNKNOWN: 'not heard',
};

export const deviceState = (state) => STATES[state] ?? state.toLowerCase();

/** IEC 60601-1-8 marks: legible without colour. */
const PRIORITIES = {
  HIGH: { mark: '!!!', word: 'High' },
  MEDIUM: { mark: '!!', word: 'Medium' },
  LOW: { mark: '!', word: 'Low' },
};

export const priority = (name) => PRIORITIES[name] ?? { mark: '?', word: name };

export const words = (constant) => constant.toLowerCase().replaceAll('_', ' ');

export const plural = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
