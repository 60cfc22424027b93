import { LitElement, css, html, nothing, unsafeCSS } from 'lit';
import { get, link } from './api.js';
import { ChartHost } from './chart-host.js';
import { duration, localDay, words } from './format.js';
import './maintenance-list.js';
import { panelStyles } from './shared-styles.js';

const DAY_MS = 86_400_000;
const COLOURS = 6;

/** Columns of the heat map are hours, rows are days of the week, as ISO 8601 counts them. */
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const PERIODS = {
  1: { label: 'last 24 hours', granularity: 'hour' },
  7: { label: 'last 7 days', granularity: 'day' },
  28: { label: 'last 28 days', granularity: 'day' },
  365: { label: 'last 12 months', granularity: 'day' },
};

const GROUPS = ['clinic', 'device', 'modality', 'model', 'fleet'];

/** What bars can show; ratios are of the sums, so they are not stacked. */
const MEASURES = {
  session_ms: { label: 'time in session', unit: 'h', scale: 3_600_000, stack: true },
  treating_ms: { label: 'treating time', unit: 'h', scale: 3_600_000, stack: true },
  sessions_completed: { label: 'completed sessions', unit: '', scale: 1, stack: true },
  utilisation_of_uptime: { label: 'utilisation of uptime', unit: '%', scale: 0.01, stack: false },
  utilisation_of_planned: { label: 'utilisation of planned time', unit: '%', scale: 0.01, stack: false },
};

const KEYS = unsafeCSS(
  Array.from(
    { length: COLOURS },
    (_, i) => `.c${i + 1}::before { background: var(--series-${i + 1}); }`,
  ).join('\n'),
);

const percent = (ratio) => (ratio === null ? '–' : `${(ratio * 100).toFixed(1)} %`);

const money = (ranges) =>
  ranges.length === 0
    ? '–'
    : ranges
        .map(({ currency, low_minor, high_minor }) => {
          const format = new Intl.NumberFormat('en', { style: 'currency', currency });
          const minor = 10 ** format.resolvedOptions().maximumFractionDigits;
          return `${format.format(low_minor / minor)} to ${format.format(high_minor / minor)}`;
        })
        .join('; ');

/** What devices did in a period, by the hours and days on their clinics' walls. */
class UtilisationPage extends LitElement {
  static properties = {
    days: { state: true },
    group: { state: true },
    clinic: { state: true },
    measure: { state: true },
    clinics: { state: true },
    shown: { state: true },
    problem: { state: true },
  };

  static styles = [
    panelStyles,
    css`
      :host {
        display: grid;
        gap: 0.9rem;
      }
      .chart {
        height: 320px;
      }
      .heat {
        height: 260px;
      }
      label {
        color: var(--muted);
        font-size: 0.9rem;
      }
      th,
      td {
        text-align: right;
        padding: 0.25rem 0.7rem 0.25rem 0;
        white-space: nowrap;
      }
      th:first-child,
      td:first-child {
        text-align: left;
      }
      th {
        border-bottom: 1px solid var(--line);
      }
      .key::before {
        content: '';
        display: inline-block;
        width: 0.7rem;
        height: 0.7rem;
        border-radius: 2px;
        margin-right: 0.4rem;
      }
      ${KEYS}
      [hidden] {
        display: none;
      }
    `,
  ];

  #bars = new ChartHost(this, () => this.renderRoot.querySelector('.chart'));
  #heat = new ChartHost(this, () => this.renderRoot.querySelector('.heat'));
  #asked = 0;

  constructor() {
    super();
    this.days = 7;
    this.group = 'clinic';
    this.clinic = '';
    this.measure = 'session_ms';
    this.clinics = [];
    this.shown = null;
    this.problem = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  /** The question of both bars and table, as the API has it. */
  #question(granularity) {
    const to = Date.now();
    return {
      from: new Date(to - this.days * DAY_MS).toISOString(),
      to: new Date(to).toISOString(),
      granularity,
      group: this.group,
      clinic: this.clinic,
      limit: 10_000,
    };
  }

  async #load() {
    const asked = ++this.#asked;
    const { granularity } = PERIODS[this.days];
    const question = this.#question(granularity);
    const total = { ...question, granularity: 'total' };
    // The heat map is of hours, which are too many for a year.
    const since = new Date(Math.max(new Date(question.from), new Date(question.to) - 28 * DAY_MS));
    try {
      const [windows, sums, heat, clinics] = await Promise.all([
        get('/usage', question),
        get('/usage', total),
        get('/usage/heatmap', { from: since.toISOString(), to: question.to, clinic: this.clinic }),
        get('/usage', { ...total, group: 'clinic', clinic: '' }),
      ]);
      if (asked === this.#asked) {
        this.shown = { windows: windows.rows, sums: sums.rows, heat: heat.cells, since, question, total };
        this.clinics = clinics.rows;
        this.problem = '';
      }
    } catch (e) {
      if (asked === this.#asked) {
        this.problem = e.message;
      }
    }
  }

  #choose(property, value) {
    this[property] = value;
    this.#load();
  }

  #select(label, property, options, convert = (text) => text) {
    return html`
      <label>
        ${label}
        <select aria-label=${label} @change=${(event) => this.#choose(property, convert(event.target.value))}>
          ${options.map(
            ([value, text]) =>
              html`<option value=${value} ?selected=${String(value) === String(this[property])}>
                ${text}
              </option>`,
          )}
        </select>
      </label>
    `;
  }

  #zones() {
    const zones = [...new Set(this.clinics.filter((row) => !this.clinic || row.key === this.clinic).map((row) => row.zone_id))];
    return zones.filter(Boolean).sort().join(', ');
  }

  render() {
    const sums = this.shown?.sums ?? [];
    const empty = sums.length === 0;
    return html`
      <section aria-labelledby="title">
        <header>
          <h2 id="title">Utilisation</h2>
          ${this.#select('Period', 'days', Object.entries(PERIODS).map(([days, { label }]) => [days, label]), Number)}
          ${this.#select('By', 'group', GROUPS.map((group) => [group, group]))}
          ${this.#select('Clinic', 'clinic', [['', 'all'], ...this.clinics.map((row) => [row.key, row.name])])}
          ${this.#select('Bars', 'measure', Object.entries(MEASURES).map(([name, { label }]) => [name, label]))}
        </header>
        <p class="aside" ?hidden=${empty}>
          Hours and days as the clocks on the clinics' walls show them: ${this.#zones()}.
        </p>
        <p class="empty" role="status" ?hidden=${!empty && !this.problem}>
          ${this.problem || (this.shown ? 'Nothing was used in this period.' : 'Loading…')}
        </p>
        <div
          class="chart"
          ?hidden=${empty}
          role="img"
          aria-label="${MEASURES[this.measure].label} by ${this.group}; the table below has the sums"
        ></div>
        <ul class="keys" ?hidden=${empty}>
          ${sums.slice(0, COLOURS).map((row, i) => html`<li class="key c${i + 1}">${this.#name(row)}</li>`)}
          ${sums.length > COLOURS ? html`<li>and ${sums.length - COLOURS} more, in the same colours</li>` : nothing}
        </ul>
      </section>
      <section aria-labelledby="sums" ?hidden=${empty}>
        <header>
          <h2 id="sums">Sums of the period</h2>
          <a class="push" href=${this.shown ? link('/usage', { ...this.shown.total, format: 'csv' }) : '#'} download
            >These sums as CSV</a
          >
          <a href=${this.shown ? link('/usage', { ...this.shown.question, format: 'csv' }) : '#'} download
            >The bars as CSV</a
          >
        </header>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">${this.group}</th>
                <th scope="col">devices</th>
                <th scope="col">completed</th>
                <th scope="col">aborted</th>
                <th scope="col">in session</th>
                <th scope="col">treating</th>
                <th scope="col">performance</th>
                <th scope="col">of uptime</th>
                <th scope="col">of planned</th>
                <th scope="col">at list prices</th>
              </tr>
            </thead>
            <tbody>
              ${sums.map(
                (row) => html`<tr>
                  <td>${this.#name(row)}</td>
                  <td>${row.devices}</td>
                  <td>${row.sessions_completed}</td>
                  <td>${row.sessions_aborted}</td>
                  <td>${duration(row.session_ms)}</td>
                  <td>${duration(row.treating_ms)}</td>
                  <td>${percent(row.performance)}</td>
                  <td>${percent(row.utilisation_of_uptime)}</td>
                  <td>${percent(row.utilisation_of_planned)}</td>
                  <td>${money(row.revenue)}</td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <p class="aside">
          Utilisation is time in session over opening hours: of uptime less time in service and out
          of order, of planned time less time in service alone. Performance is treating time over
          time in session. List prices are of completed sessions, no bill.
        </p>
      </section>
      <section aria-labelledby="week" ?hidden=${empty}>
        <header>
          <h2 id="week">The hours of the week</h2>
          <span class="aside">time in session, on the clinics' walls${this.days > 28 ? ', last 28 days' : ''}</span>
        </header>
        <div class="heat" role="img" aria-label="Time in session by weekday and hour"></div>
      </section>
      <maintenance-list .clinic=${this.clinic}></maintenance-list>
    `;
  }

  #name(row) {
    return this.group === 'modality' ? words(row.name) : row.name;
  }

  updated() {
    if (this.shown?.sums.length > 0) {
      this.#drawBars();
      this.#drawHeat();
    }
  }

  #drawBars() {
    const { windows, sums } = this.shown;
    const { unit, scale, stack, label } = MEASURES[this.measure];
    const host = this.#bars;
    const labels = [...new Set(windows.map((row) => row.window_local.slice(0, 16)))].sort();
    const rows = new Map(windows.map((row) => [`${row.window_local.slice(0, 16)} ${row.key}`, row]));
    host.draw(
      {
        ...host.base(),
        grid: { left: 52, right: 12, top: 26, bottom: 40 },
        tooltip: {
          ...host.base().tooltip,
          axisPointer: { type: 'shadow' },
          formatter: (bars) =>
            [labels[bars[0].dataIndex].replace('T', ' ')]
              .concat(
                bars
                  .filter((bar) => bar.value > 0)
                  .map((bar) => `${bar.seriesName}: ${bar.value.toFixed(unit ? 1 : 0)} ${unit}`),
              )
              .join('\n'),
        },
        xAxis: host.axis({
          type: 'category',
          data: labels,
          axisLabel: {
            color: host.colour('muted'),
            hideOverlap: true,
            formatter: (text) => (text.length > 10 ? text.slice(11, 16) : localDay(text)),
          },
        }),
        yAxis: host.axis({ type: 'value', name: unit || label, nameGap: 10, min: 0 }),
        series: sums.map((sum, i) => ({
          id: sum.key,
          name: this.#name(sum),
          type: 'bar',
          stack: stack ? 'all' : undefined,
          barMaxWidth: 34,
          itemStyle: { color: host.colour(`series-${(i % COLOURS) + 1}`) },
          data: labels.map((text) => (rows.get(`${text} ${sum.key}`)?.[this.measure] ?? 0) / scale),
        })),
      },
      ['series'],
    );
  }

  #drawHeat() {
    const host = this.#heat;
    const cells = this.shown.heat.map((cell) => [
      cell.hour,
      cell.iso_weekday - 1,
      cell.session_ms / 3_600_000,
    ]);
    host.draw({
      ...host.base(),
      grid: { left: 44, right: 12, top: 6, bottom: 24 },
      tooltip: {
        ...host.base().tooltip,
        trigger: 'item',
        formatter: ({ value: [hour, day, hours] }) =>
          `${WEEKDAYS[day]} ${String(hour).padStart(2, '0')}:00\n${hours.toFixed(1)} h in session`,
      },
      xAxis: host.axis({ type: 'category', data: Array.from({ length: 24 }, (_, hour) => hour) }),
      yAxis: host.axis({ type: 'category', data: WEEKDAYS, inverse: true }),
      visualMap: {
        show: false,
        min: 0,
        max: Math.max(1e-9, ...cells.map((cell) => cell[2])),
        inRange: { color: [host.colour('sunken'), host.colour('series-1')] },
      },
      series: [{ id: 'heat', type: 'heatmap', data: cells, itemStyle: { borderColor: host.colour('panel'), borderWidth: 1 } }],
    });
  }
}

customElements.define('utilisation-page', UtilisationPage);
