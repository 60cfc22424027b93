import { LitElement, css, html, nothing } from 'lit';
import { get, link } from './api.js';
import { localDay, words } from './format.js';
import { panelStyles } from './shared-styles.js';

/** How far one looks ahead for what will be due. */
const WITHIN_DAYS = 28;

const UNITS = { h: 'h', d: 'days', sessions: 'sessions' };

const day = (local) => `${localDay(local)} ${local.slice(0, 4)}`;

const amount = (number, unit) => number.toFixed(number < 10 && unit === 'h' ? 1 : 0);

/** Which parts of which devices are to be serviced, what is most urgent first. */
class MaintenanceList extends LitElement {
  static properties = {
    clinic: {},
    shown: { state: true },
    problem: { state: true },
  };

  static styles = [
    panelStyles,
    css`
      :host {
        min-width: 0;
      }
      th,
      td {
        text-align: left;
        padding: 0.25rem 0.9rem 0.25rem 0;
        white-space: nowrap;
      }
      th {
        border-bottom: 1px solid var(--line);
      }
      .number {
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      .overdue,
      .due {
        font-weight: 650;
      }
    `,
  ];

  #asked = 0;

  constructor() {
    super();
    this.clinic = '';
    this.shown = null;
    this.problem = '';
  }

  willUpdate(changed) {
    if (changed.has('clinic')) {
      this.#load();
    }
  }

  async #load() {
    const asked = ++this.#asked;
    try {
      const shown = await get('/maintenance', this.#question());
      if (asked === this.#asked) {
        this.shown = shown;
        this.problem = '';
      }
    } catch (e) {
      if (asked === this.#asked) {
        this.problem = e.message;
      }
    }
  }

  #question() {
    return { clinic: this.clinic, within_days: WITHIN_DAYS };
  }

  render() {
    const rows = this.shown?.rows ?? [];
    return html`
      <section aria-labelledby="title">
        <header>
          <h2 id="title">Maintenance due</h2>
          <span class="aside">and what will be within ${WITHIN_DAYS} days, if use goes on as in the last 28</span>
          <a class="push" href=${link('/maintenance', { clinic: this.clinic, format: 'csv', limit: 100_000 })} download
            >All parts as CSV</a
          >
        </header>
        ${rows.length === 0 || this.problem
          ? html`<p class="empty" role="status">
              ${this.problem || (this.shown ? 'Nothing is due.' : 'Loading…')}
            </p>`
          : html`
              <div class="scroll">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">status</th>
                      <th scope="col">device</th>
                      <th scope="col">part</th>
                      <th scope="col" class="number">used of interval</th>
                      <th scope="col">forecast</th>
                      <th scope="col">since</th>
                      <th scope="col">clinic</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${rows.map((row) => this.#row(row))}
                  </tbody>
                </table>
              </div>
            `}
        ${this.shown?.more ? html`<p class="aside">There is more; the CSV has all.</p>` : nothing}
        ${this.shown?.unknown_devices.length > 0
          ? html`<p class="aside">
              Service was told of devices that the inventory does not know:
              ${this.shown.unknown_devices.join(', ')}.
            </p>`
          : nothing}
      </section>
    `;
  }

  #row(row) {
    const status = row.status.toLowerCase();
    return html`<tr>
      <td class=${status}>${row.status === 'OK' ? 'soon' : status}</td>
      <td>${row.device_id}</td>
      <td>${words(row.part)}${row.worn ? ', worn' : ''}</td>
      <td class="number">
        ${amount(row.used, row.unit)} of ${row.due_from.toFixed(0)} ${UNITS[row.unit] ?? row.unit}
      </td>
      <td>${this.#forecast(row)}</td>
      <td>${row.never_done ? 'never told' : day(row.since_local)}</td>
      <td>${row.clinic_name}</td>
    </tr>`;
  }

  #forecast(row) {
    if (row.due_forecast_local) {
      return `due ${day(row.due_forecast_local)}`;
    }
    return row.overdue_forecast_local ? `overdue ${day(row.overdue_forecast_local)}` : '–';
  }
}

customElements.define('maintenance-list', MaintenanceList);
