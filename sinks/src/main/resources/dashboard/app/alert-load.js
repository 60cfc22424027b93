import { LitElement, css, html, nothing } from 'lit';
import { get } from './api.js';
import { duration, plural, priority } from './format.js';
import { panelStyles } from './shared-styles.js';

const RELOAD_MS = 10_000;

/** Shares of high, medium and low priority that EEMUA 191 recommends, %. */
const RECOMMENDED = { HIGH: 5, MEDIUM: 15, LOW: 80 };

/** How much alerts asked of people in the last 24 hours. */
class AlertLoad extends LitElement {
  static properties = {
    totals: { state: true },
    clinic: { state: true },
    problem: { state: true },
  };

  static styles = [
    panelStyles,
    css`
      .both {
        display: grid;
        gap: 0.8rem 2rem;
        grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr));
        align-items: start;
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.25rem 1rem;
        margin: 0;
      }
      dt {
        color: var(--muted);
      }
      dd {
        margin: 0;
      }
      th,
      td {
        text-align: left;
        padding: 0.15rem 0.5rem 0.15rem 0;
        overflow-wrap: anywhere;
      }
      .number {
        text-align: right;
        padding-right: 0;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  #names = new Map();

  constructor() {
    super();
    this.totals = null;
    this.clinic = '';
    this.problem = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.timer = setInterval(() => this.#load(), RELOAD_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  async #load() {
    const clinic = this.clinic;
    try {
      const { totals, hours } = await get('/alert-load', { clinic });
      if (clinic !== this.clinic) {
        return;
      }
      for (const hour of hours) {
        this.#names.set(hour.clinic_id, hour.clinic_name ?? hour.clinic_id);
      }
      this.totals = totals;
      this.problem = '';
    } catch (e) {
      this.problem = e.message;
    }
  }

  render() {
    const { totals } = this;
    const clinics = [...this.#names].sort((a, b) => a[1].localeCompare(b[1]));
    return html`
      <section aria-labelledby="title">
        <header>
          <h2 id="title">Alert load</h2>
          <span class="aside">last 24 h</span>
          <label class="push">
            <span class="visually-hidden">Clinic of the alert load</span>
            <select
              @change=${(event) => {
                this.clinic = event.target.value;
                this.#load();
              }}
            >
              <option value="">All clinics</option>
              ${clinics.map(
                ([id, name]) =>
                  html`<option value=${id} ?selected=${id === this.clinic}>${name}</option>`,
              )}
            </select>
          </label>
        </header>
        ${totals?.alerts > 0
          ? html`<div class="both">${figures(totals)} ${sources(totals)}</div>`
          : html`<p class="empty">
              ${this.problem || (totals ? 'No alert in the last 24 hours.' : 'Loading…')}
            </p>`}
      </section>
    `;
  }
}

const figures = (totals) => html`
  <dl>
    <dt>Alerts</dt>
    <dd>
      ${totals.alerts}, of which ${totals.announced} called for somebody, ${totals.late} were
      history and ${totals.shelved} on a shelf
    </dd>
    ${totals.by_priority.map(
      (share) => html`
        <dt>${priority(share.priority).word}</dt>
        <dd>
          ${share.alerts} (${share.pct} %)
          <span class="aside">good practice: ${RECOMMENDED[share.priority]} %</span>
        </dd>
      `,
    )}
    <dt>Acknowledged</dt>
    <dd>${acknowledged(totals)}</dd>
    <dt>Waiting</dt>
    <dd>${totals.waiting} on the active list that nobody has acknowledged</dd>
    <dt>Chattering</dt>
    <dd>${totals.chattering}</dd>
    <dt>Stale</dt>
    <dd>
      ${totals.stale}
      ${totals.hours_not_settled > 0
        ? html`<span class="aside"
            >not known yet of ${plural(totals.hours_not_settled, 'hour')}</span
          >`
        : nothing}
    </dd>
    <dt>Floods</dt>
    <dd>${totals.floods_begun}, ${duration(totals.flood_ms)} in all</dd>
  </dl>
`;

const acknowledged = ({ acknowledged: count, time_to_acknowledge: times }) =>
  count === 0
    ? 'none'
    : `${count}: half ${within(times.p50)}, 95 % ${within(times.p95)}`;

const within = (bucket) =>
  bucket.up_to_ms === null
    ? `after more than ${duration(bucket.over_ms)}`
    : `within ${duration(bucket.up_to_ms)}`;

const sources = (totals) => html`
  <table>
    <thead>
      <tr>
        <th scope="col">Source</th>
        <th scope="col">Rule</th>
        <th scope="col" class="number">Alerts</th>
      </tr>
    </thead>
    <tbody>
      ${totals.top_sources.map(
        (source) =>
          html`<tr>
            <td>${source.subject_id}</td>
            <td>${source.rule}</td>
            <td class="number">${source.alerts}</td>
          </tr>`,
      )}
      ${totals.other_source_alerts > 0
        ? html`<tr>
            <td colspan="2">all others</td>
            <td class="number">${totals.other_source_alerts}</td>
          </tr>`
        : nothing}
    </tbody>
  </table>
`;

customElements.define('alert-load', AlertLoad);
