import { LitElement, css, html, nothing } from 'lit';
import { get } from './api.js';
import { ChartHost } from './chart-host.js';
import { deviceState, unit, value, words } from './format.js';
import { after, history, livePoint, withGaps } from './readings.js';
import { panelStyles } from './shared-styles.js';

const SPANS = [
  { minutes: 5, text: '5 min' },
  { minutes: 30, text: '30 min' },
  { minutes: 240, text: '4 h' },
];
const HISTORY_EVERY_MS = 20_000;

/**
 * Readings of one device against the limits that it is judged by: the latest, or those around an
 * alert that is inspected.
 */
class DeviceChart extends LitElement {
  static properties = {
    model: { attribute: false },
    device: { attribute: false },
    now: { attribute: false },
    inspected: { attribute: false },
    span: { state: true },
    band: { state: true },
    problem: { state: true },
  };

  static styles = [
    panelStyles,
    css`
      .chart {
        height: 320px;
      }
      .spans {
        display: flex;
        gap: 0.2rem;
      }
      .spans button {
        all: unset;
        cursor: pointer;
        font-size: 0.85rem;
        padding: 0.1rem 0.5rem;
        border-radius: 5px;
        color: var(--muted);
      }
      .spans button[aria-pressed='true'] {
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 600;
      }
      .spans button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 1px;
      }
      .reading {
        font-size: 1.25rem;
        font-weight: 650;
        font-variant-numeric: tabular-nums;
      }
      .key::before {
        content: '';
        display: inline-block;
        width: 1.3rem;
        margin-right: 0.4rem;
        vertical-align: middle;
        border-top: 2px solid var(--high);
      }
      .soft::before {
        border-top: 2px dashed var(--medium);
      }
      .mean::before {
        border-top: 2px solid var(--series);
      }
      .range::before {
        border-top: 8px solid var(--series);
        opacity: 0.3;
      }
      @media (max-width: 600px) {
        .chart {
          height: 250px;
        }
      }
    `,
  ];

  #host = new ChartHost(this, () => this.renderRoot.querySelector('.chart'));
  #past = [];
  #live = [];
  #period = null;
  #loadedFor = '';
  #loadedAt = 0;
  #takeReading = ({ detail }) => this.#take(detail);

  constructor() {
    super();
    this.span = SPANS[0].minutes;
    this.band = null;
    this.problem = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.model?.addEventListener('reading', this.#takeReading);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.model?.removeEventListener('reading', this.#takeReading);
  }

  willUpdate(changed) {
    if (changed.has('model')) {
      changed.get('model')?.removeEventListener('reading', this.#takeReading);
      this.model?.addEventListener('reading', this.#takeReading);
    }
    if (!this.device) {
      return;
    }
    const wanted = `${this.device.device_id} ${this.#alert?.alert_id ?? this.span}`;
    if (wanted !== this.#loadedFor || this.now - this.#loadedAt > HISTORY_EVERY_MS) {
      if (!this.#loadedFor.startsWith(`${this.device.device_id} `)) {
        this.#past = [];
        this.#live = [];
        this.band = null;
      }
      this.#loadedFor = wanted;
      this.#loadedAt = this.now;
      this.#load(wanted);
    }
  }

  /** The alert that is inspected, if it is of this device. */
  get #alert() {
    return this.inspected?.subject_id === this.device?.device_id ? this.inspected : null;
  }

  async #load(wanted) {
    try {
      const readings = this.#alert
        ? (await get(`/alerts/${encodeURIComponent(this.#alert.alert_id)}`)).readings
        : await this.#latest();
      if (wanted !== this.#loadedFor) {
        return;
      }
      if (!readings) {
        throw new Error('There are no readings of it');
      }
      this.#past = history(readings);
      this.#period = this.#alert ? [Date.parse(readings.from), Date.parse(readings.to)] : null;
      this.band = readings.band;
      this.problem = '';
    } catch (e) {
      this.problem = e.message;
    }
    this.requestUpdate();
  }

  #latest() {
    const to = Date.now();
    return get(`/devices/${encodeURIComponent(this.device.device_id)}/readings`, {
      from: new Date(to - this.span * 60_000).toISOString(),
      to: new Date(to).toISOString(),
    });
  }

  #take({ device_id: id, reading }) {
    if (id !== this.device?.device_id) {
      return;
    }
    this.#live.push(livePoint(reading));
    const oldest = Date.now() - this.span * 60_000;
    this.#live = this.#live.filter((point) => point.t > oldest);
    this.requestUpdate();
  }

  render() {
    const { device } = this;
    if (!device) {
      return html`<section aria-labelledby="title">
        <header><h2 id="title">Readings</h2></header>
        <p class="empty">Choose a device in the list to see its readings.</p>
      </section>`;
    }
    const { reading } = device;
    return html`
      <section aria-labelledby="title">
        <header>
          <h2 id="title">${device.device_id}</h2>
          <span class="aside"
            >${[
              device.model,
              device.registered ? words(device.device_class) : 'not registered',
              device.clinic_name ?? device.clinic_id,
              deviceState(device.state),
            ]
              .filter(Boolean)
              .join(' · ')}</span
          >
          ${reading && device.state === 'IN_SESSION'
            ? html`<span class="reading"
                >${value(reading.last, reading.unit)} ${unit(reading.unit)}</span
              >`
            : nothing}
          <div class="spans push" role="group" aria-label="Period">
            ${this.#alert ? html`<button aria-pressed="true">Around the alert</button>` : nothing}
            ${SPANS.map(
              ({ minutes, text }) =>
                html`<button
                  aria-pressed=${!this.#alert && minutes === this.span}
                  @click=${() => {
                    this.span = minutes;
                    this.dispatchEvent(new CustomEvent('leave'));
                  }}
                >
                  ${text}
                </button>`,
            )}
          </div>
        </header>
        <div class="chart" role="img" aria-label=${this.#description()}></div>
        ${this.#keys()}
        ${this.problem ? html`<p class="empty" role="status">${this.problem}</p>` : nothing}
      </section>
    `;
  }

  #description() {
    const { band } = this;
    const limits = band
      ? `, soft limit ${band.soft_high} and hard limit ${band.hard_high} ${unit(band.unit)}`
      : '';
    const when = this.#alert ? 'around the alert' : 'over time';
    return `Readings of ${this.device.device_id} ${when}${limits}`;
  }

  #keys() {
    const { band } = this;
    return html`<ul class="keys">
      <li class="key mean">reading</li>
      <li class="key range">lowest to highest</li>
      ${band
        ? html`<li class="key soft">
              soft limit ${value(band.soft_high, band.unit)} ${unit(band.unit)}
              (${words(band.zone)}, ${words(band.sensitivity)} skin${band.assumed ? ', assumed' : ''})
            </li>
            <li class="key">hard limit ${value(band.hard_high, band.unit)} ${unit(band.unit)}</li>`
        : html`<li>no limits known for this device</li>`}
    </ul>`;
  }

  updated() {
    if (this.device) {
      this.#draw();
    }
  }

  /** From when to when is drawn, ms since 1970 UTC. */
  #window() {
    return this.#period ?? [this.now - this.span * 60_000, this.now];
  }

  #points() {
    const [oldest] = this.#window();
    const all = this.#period ? this.#past : [...this.#past, ...after(this.#past, this.#live)];
    return withGaps(all.filter((point) => point.t > oldest));
  }

  #draw() {
    const host = this.#host;
    const { band } = this;
    const points = this.#points();
    const highest = points.reduce((max, point) => Math.max(max, point.max ?? 0), 0);
    const ceiling = Math.max(band ? band.hard_high * 1.12 : 0, highest * 1.1, 1);
    const time = new Intl.DateTimeFormat('en-GB', {
      timeZone: this.device.zone_id ?? 'UTC',
      hour: '2-digit',
      minute: '2-digit',
      second: this.#period || this.span <= 5 ? '2-digit' : undefined,
    });
    const ucum = band?.unit ?? this.device.reading?.unit ?? '';
    const line = { type: 'line', showSymbol: false, silent: true };
    host.draw(
      {
        ...host.base(),
        grid: { left: 44, right: 12, top: 26, bottom: 26 },
        tooltip: {
          ...host.base().tooltip,
          formatter: (shown) => this.#tooltip(shown, points, time, ucum),
        },
        xAxis: host.axis({
          type: 'time',
          min: this.#window()[0],
          max: this.#window()[1],
          axisLabel: {
            color: host.colour('muted'),
            hideOverlap: true,
            formatter: (t) => time.format(t),
          },
          splitLine: { show: false },
        }),
        yAxis: host.axis({
          type: 'value',
          name: unit(ucum),
          nameGap: 10,
          min: 0,
          max: Math.ceil(ceiling / 10) * 10,
        }),
        series: [
          {
            ...line,
            id: 'low',
            stack: 'range',
            lineStyle: { opacity: 0 },
            data: points.map((p) => [p.t, p.min]),
          },
          {
            ...line,
            id: 'high',
            stack: 'range',
            lineStyle: { opacity: 0 },
            areaStyle: { color: host.colour('series'), opacity: 0.22 },
            data: points.map((p) => [p.t, p.max === null ? null : p.max - p.min]),
          },
          {
            ...line,
            id: 'mean',
            // Around an alert there may be one point alone, of which no line can be drawn.
            showSymbol: this.#period !== null,
            symbol: 'circle',
            symbolSize: 7,
            lineStyle: { color: host.colour('series'), width: 2 },
            itemStyle: { color: host.colour('series') },
            data: points.map((p) => [p.t, p.mean]),
            ...this.#limits(band),
          },
        ],
      },
      ['series'],
    );
  }

  #limits(band) {
    if (!band) {
      return {};
    }
    const host = this.#host;
    const label = (text, colour) => ({
      formatter: text,
      position: 'insideEndTop',
      color: colour,
      fontWeight: 600,
      fontSize: 11,
    });
    return {
      markLine: {
        silent: true,
        symbol: 'none',
        data: [
          {
            yAxis: band.hard_high,
            lineStyle: { color: host.colour('high'), width: 1.5, type: 'solid' },
            label: label('hard', host.colour('high')),
          },
          {
            yAxis: band.soft_high,
            lineStyle: { color: host.colour('medium'), width: 1.5, type: 'dashed' },
            label: label('soft', host.colour('medium')),
          },
        ],
      },
      markArea: {
        silent: true,
        data: [
          [
            { yAxis: band.soft_high, itemStyle: { color: host.colour('medium'), opacity: 0.07 } },
            { yAxis: band.hard_high },
          ],
          [
            { yAxis: band.hard_high, itemStyle: { color: host.colour('high'), opacity: 0.08 } },
            { yAxis: Number.MAX_SAFE_INTEGER },
          ],
        ],
      },
    };
  }

  #tooltip(shown, points, time, ucum) {
    const point = points[shown[0]?.dataIndex];
    if (!point || point.mean === null) {
      return '';
    }
    const text = (number) => value(number, ucum);
    return `${time.format(point.t)}\n${text(point.mean)} ${unit(ucum)}\n${text(point.min)} to ${text(point.max)}`;
  }
}

customElements.define('device-chart', DeviceChart);
