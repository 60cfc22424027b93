import { get, streamAddress } from './api.js';

const RECENT = 12;
const RELOAD_LISTS_MS = 15_000;
const RETRY_MS = 2_000;
const QUIET_MS = 12_000;

/**
 * All that the page knows. It tells its listeners with a "change" event, and with "opened" (an
 * alert that was not there before) and "reading" (of the watched device).
 */
export class Model extends EventTarget {
  alerts = new Map();
  devices = new Map();
  counts = null;
  fleet = null;
  pipeline = null;
  trouble = null;
  connected = false;
  loaded = false;
  problem = '';
  watched = '';

  #cursor = 0;
  #source = null;
  #lastHeard = 0;
  #stopped = false;
  #timers = [];

  async start() {
    this.#stopped = false;
    await this.#loadAll();
    this.#timers.push(setInterval(() => this.#reload(), RELOAD_LISTS_MS));
    this.#timers.push(setInterval(() => this.#noticeSilence(), 1000));
  }

  stop() {
    this.#stopped = true;
    this.#timers.forEach(clearInterval);
    this.#timers = [];
    this.#source?.close();
  }

  /** Follows the readings of one device. */
  watch(deviceId) {
    if (deviceId === this.watched) {
      return;
    }
    this.watched = deviceId;
    if (this.loaded) {
      this.#open();
    }
    this.#changed();
  }

  /** Alerts that need a person, the most urgent first, then the latest. */
  get active() {
    const order = { HIGH: 0, MEDIUM: 1, LOW: 2 };
    return [...this.alerts.values()]
      .filter((alert) => alert.active)
      .sort(
        (a, b) =>
          (order[a.priority] ?? 3) - (order[b.priority] ?? 3) ||
          b.started_at.localeCompare(a.started_at),
      );
  }

  /** The latest alerts that need nobody any more. */
  get recent() {
    return [...this.alerts.values()]
      .filter((alert) => !alert.active)
      .sort((a, b) => b.started_at.localeCompare(a.started_at))
      .slice(0, RECENT);
  }

  async #loadAll() {
    try {
      const [active, past] = await Promise.all([
        get('/alerts', { active: true, limit: 500 }),
        get('/alerts', { active: false, limit: RECENT }),
      ]);
      this.alerts = new Map(
        [...active.alerts, ...past.alerts].map((alert) => [alert.alert_id, alert]),
      );
      this.#cursor = Math.min(active.cursor, past.cursor);
      await this.#loadLists();
      this.loaded = true;
      this.problem = '';
      if (!this.watched) {
        this.watched = this.#worthWatching();
      }
      this.#open();
    } catch (e) {
      this.problem = e.message;
      if (!this.#stopped) {
        setTimeout(() => this.#loadAll(), RETRY_MS);
      }
    }
    this.#changed();
  }

  async #loadLists() {
    const [devices, overview] = await Promise.all([get('/devices'), get('/overview')]);
    this.devices = new Map(devices.devices.map((device) => [device.device_id, device]));
    this.counts = overview.counts;
    this.fleet = overview.fleet;
    this.pipeline = overview.pipeline;
  }

  async #reload() {
    try {
      await this.#loadLists();
      this.problem = '';
    } catch (e) {
      this.problem = e.message;
    }
    this.#changed();
  }

  /** One with an alert, else one in session, else the first. */
  #worthWatching() {
    const devices = [...this.devices.values()];
    const alerting = this.active.find((alert) => this.devices.has(alert.subject_id));
    return (
      alerting?.subject_id ??
      devices.find((device) => device.state === 'IN_SESSION')?.device_id ??
      devices[0]?.device_id ??
      ''
    );
  }

  #open() {
    this.#source?.close();
    const source = new EventSource(streamAddress(this.#cursor, this.watched));
    this.#source = source;
    const on = (name, take) =>
      source.addEventListener(name, (event) => {
        this.#heard();
        take(JSON.parse(event.data), event);
      });
    source.onopen = () => this.#heard();
    source.onerror = () => {
      this.connected = false;
      // The browser tries again by itself, unless the server refused: then we do.
      if (source.readyState === EventSource.CLOSED && !this.#stopped) {
        setTimeout(() => source === this.#source && this.#open(), RETRY_MS);
      }
      this.#changed();
    };
    on('alert', (alert, event) => this.#takeAlert(alert, Number(event.lastEventId)));
    on('reading', (news) => this.#emit('reading', news));
    on('fleet', (news) => this.#takeFleet(news));
    on('pipeline', (news) => {
      this.pipeline = news.pipeline;
      this.trouble = news.trouble;
      this.#changed();
    });
    on('reset', () => this.#loadAll());
  }

  #takeAlert(alert, change) {
    const known = this.alerts.get(alert.alert_id);
    this.#cursor = Math.max(this.#cursor, change);
    if (known && known.revision >= alert.revision) {
      return;
    }
    this.alerts.set(alert.alert_id, alert);
    this.#forgetOld();
    if (!known && alert.active) {
      this.#emit('opened', alert);
    } else if (known && alert.escalations > known.escalations) {
      this.#emit('escalated', alert);
    }
    this.#changed();
  }

  /** A page that stays open for days must not grow. */
  #forgetOld() {
    const recent = new Set(this.recent.map((alert) => alert.alert_id));
    for (const [id, alert] of this.alerts) {
      if (!alert.active && !recent.has(id)) {
        this.alerts.delete(id);
      }
    }
  }

  #takeFleet(news) {
    this.fleet = news.counts;
    for (const { device_id: id, state, reading } of news.devices) {
      const device = this.devices.get(id);
      if (device) {
        this.devices.set(id, { ...device, state, reading, last_seen: reading.at });
      }
    }
    if (!this.watched) {
      this.watch(this.#worthWatching());
    }
    this.#changed();
  }

  #heard() {
    const back = !this.connected;
    this.#lastHeard = Date.now();
    this.connected = true;
    if (back && this.problem) {
      this.#reload();
    }
  }

  /** A broken network does not always break the connection: then only the silence tells. */
  #noticeSilence() {
    if (this.connected && Date.now() - this.#lastHeard > QUIET_MS) {
      this.connected = false;
      this.#open();
      this.#changed();
    }
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
