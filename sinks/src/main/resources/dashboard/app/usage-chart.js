import { LitElement, css, html, nothing, unsafeCSS } from 'lit';
import { get } from './api.js';
import { ChartHost } from './chart-host.js';
import { duration, localDay } from './format.js';
import { panelStyles } from './shared-styles.js';

const RELOAD_MS = 10_000;
const COLOURS = 6;
const MOST_HOURS = 24;

/** One class for each colour: the page's policy allows no styles on elements. */
const KEYS = unsafeCSS(
  Array.from(
    { length: COLOURS },
    (_, i) => `.c${i + 1}::before { background: var(--series-${i + 1}); }`,
  ).join('\n'),
);

/** Treating time by the hours on each clinic's wall. */
class UsageChart extends LitElement {
  static properties = {
    hours: { state: true },
    clinic: { state: true },
    problem: { state: true },
  };

  static styles = [
    panelStyles,
    css`
      .chart {
        height: 300px;
      }
      .total {
        margin: 0.3rem 0 0;
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

  #host = new ChartHost(this, () => this.renderRoot.querySelector('.chart'));

  constructor() {
    super();
    this.hours = null;
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
    try {
      this.hours = (await get('/usage?group=clinic&granularity=hour')).rows;
      this.problem = '';
    } catch (e) {
      this.problem = e.message;
    }
  }

  #clinics() {
    const names = new Map();
    for (const hour of this.hours ?? []) {
      names.set(hour.key, hour.name);
    }
    return [...names].sort((a, b) => a[1].localeCompare(b[1]));
  }

  #shown() {
    return (this.hours ?? []).filter((hour) => !this.clinic || hour.key === this.clinic);
  }

  render() {
    const total = this.#shown().reduce((sum, hour) => sum + hour.treating_ms, 0);
    const empty = this.#shown().length === 0;
    return html`
      <section aria-labelledby="title">
        <header>
          <h2 id="title">Treating time by hour</h2>
          <label class="push">
            <span class="visually-hidden">Clinic</span>
            <select
              @change=${(event) => {
                this.clinic = event.target.value;
              }}
            >
              <option value="">All clinics</option>
              ${this.#clinics().map(
                ([id, name]) =>
                  html`<option value=${id} ?selected=${id === this.clinic}>${name}</option>`,
              )}
            </select>
          </label>
        </header>
        <p class="empty" ?hidden=${!empty}>
          ${this.problem || (this.hours ? 'No treatment in the last 24 hours.' : 'Loading…')}
        </p>
        <div
          class="chart"
          ?hidden=${empty}
          role="img"
          aria-label="Treating time by clinic-local hour, ${duration(total)} in all"
        ></div>
        <ul class="keys" ?hidden=${empty}>
          ${this.#clinics().map(([id, name], i) =>
            !this.clinic || id === this.clinic
              ? html`<li class="key c${(i % COLOURS) + 1}">${name}</li>`
              : nothing,
          )}
        </ul>
        <p class="aside total" ?hidden=${empty}>
          ${duration(total)} in the last 24 h, by the hours on each clinic's own clock.
        </p>
      </section>
    `;
  }

  updated() {
    if (this.#shown().length > 0) {
      this.#draw();
    }
  }

  #draw() {
    const host = this.#host;
    const clinics = this.#clinics();
    const shown = this.#shown();
    // The wall clock without its offset: hours of clinics in different zones stand side by side.
    const labels = [...new Set(shown.map((hour) => hour.window_local.slice(0, 16)))]
      .sort()
      .slice(-MOST_HOURS);
    const days = new Set(labels.map((label) => label.slice(0, 10)));
    const series = clinics
      .filter(([id]) => !this.clinic || id === this.clinic)
      .map(([id, name]) => ({
        id,
        name,
        type: 'bar',
        stack: 'all',
        barMaxWidth: 34,
        itemStyle: {
          color: host.colour(`series-${(clinics.findIndex(([c]) => c === id) % COLOURS) + 1}`),
        },
        data: labels.map((label) => this.#minutes(shown, id, label)),
      }));
    host.draw(
      {
        ...host.base(),
        grid: { left: 44, right: 12, top: 26, bottom: 40 },
        tooltip: {
          ...host.base().tooltip,
          axisPointer: { type: 'shadow' },
          formatter: (bars) =>
            [labels[bars[0].dataIndex].replace('T', ' ')]
              .concat(
                bars
                  .filter((bar) => bar.value > 0)
                  .map((bar) => `${bar.seriesName}: ${duration(bar.value * 60_000)}`),
              )
              .join('\n'),
        },
        xAxis: host.axis({
          type: 'category',
          data: labels,
          axisLabel: {
            color: host.colour('muted'),
            hideOverlap: true,
            lineHeight: 15,
            formatter: (label) =>
              days.size > 1
                ? `${label.slice(11, 16)}\n${localDay(label)}`
                : label.slice(11, 16),
          },
        }),
        yAxis: host.axis({ type: 'value', name: 'min', nameGap: 10, min: 0 }),
        series,
      },
      ['series'],
    );
  }

  #minutes(shown, clinic, label) {
    const ms = shown
      .filter((hour) => hour.key === clinic && hour.window_local.startsWith(label))
      .reduce((sum, hour) => sum + hour.treating_ms, 0);
    return ms / 60_000;
  }
}

customElements.define('usage-chart', UsageChart);
