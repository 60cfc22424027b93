import { LitElement, css, html, nothing } from 'lit';
import './alert-list.js';
import './alert-load.js';
import './device-chart.js';
import './device-list.js';
import './status-bar.js';
import './usage-chart.js';
import './utilisation-page.js';
import { priority } from './format.js';
import { Model } from './model.js';

/** The page: it holds the model and hands each panel its part. */
class ClinicDashboard extends LitElement {
  static properties = {
    now: { state: true },
    announcement: { state: true },
    inspected: { state: true },
    page: { state: true },
  };

  static styles = css`
    :host {
      display: block;
      min-height: 100vh;
    }
    main {
      display: grid;
      gap: 0.9rem;
      padding: 0.9rem;
      grid-template-columns: minmax(0, 1fr);
      max-width: 1800px;
      margin: 0 auto;
      box-sizing: border-box;
    }
    main > * {
      min-width: 0;
    }
    @media (min-width: 1000px) {
      main {
        grid-template-columns: minmax(340px, 26rem) minmax(0, 1fr) minmax(0, 1fr);
        grid-template-areas:
          'alerts chart chart'
          'alerts devices usage'
          'alerts load load';
        grid-template-rows: auto auto 1fr;
        align-items: start;
      }
      alert-list {
        grid-area: alerts;
      }
      device-chart {
        grid-area: chart;
      }
      device-list {
        grid-area: devices;
      }
      usage-chart {
        grid-area: usage;
      }
      alert-load {
        grid-area: load;
      }
    }
    nav {
      display: flex;
      gap: 1.2rem;
      padding: 0.6rem 1rem 0;
      max-width: 1800px;
      margin: 0 auto;
      box-sizing: border-box;
    }
    nav a {
      color: var(--muted);
      text-decoration: none;
      padding-bottom: 0.2rem;
    }
    nav a[aria-current] {
      color: var(--ink);
      border-bottom: 2px solid var(--accent);
    }
    main.utilisation {
      display: block;
    }
    footer {
      color: var(--muted);
      font-size: 0.85rem;
      padding: 0.2rem 1rem 1.2rem;
      text-align: center;
    }
    .visually-hidden {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  `;

  constructor() {
    super();
    this.model = new Model();
    this.now = Date.now();
    this.announcement = '';
    this.inspected = null;
    this.page = '';
  }

  #turn = () => {
    this.page = location.hash === '#utilisation' ? 'utilisation' : '';
  };

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.#turn);
    this.#turn();
    this.model.addEventListener('change', () => this.requestUpdate());
    this.model.addEventListener('opened', ({ detail }) => this.#announce('New alert', detail));
    this.model.addEventListener('escalated', ({ detail }) =>
      this.#announce('Nobody has acknowledged this alert', detail),
    );
    this.timer = setInterval(() => {
      this.now = Date.now();
    }, 1000);
    this.model.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#turn);
    clearInterval(this.timer);
    this.model.stop();
  }

  #announce(what, alert) {
    this.announcement = `${what}, priority ${priority(alert.priority).word}. ${alert.subject_id}: ${alert.explanation}`;
  }

  updated() {
    const active = this.model.active.length;
    document.title = active > 0 ? `(${active}) Clinic telemetry` : 'Clinic telemetry';
  }

  render() {
    const { model } = this;
    return html`
      <status-bar
        .counts=${model.counts}
        .fleet=${model.fleet}
        .pipeline=${model.pipeline}
        .trouble=${model.trouble}
        .connected=${model.connected}
        .loaded=${model.loaded}
        .problem=${model.problem}
        .alerts=${model.active}
      ></status-bar>
      <nav aria-label="Pages">
        <a href="#" aria-current=${this.page === '' ? 'page' : nothing}>Live</a>
        <a href="#utilisation" aria-current=${this.page === 'utilisation' ? 'page' : nothing}
          >Utilisation</a
        >
      </nav>
      ${this.page === 'utilisation'
        ? html`<main class="utilisation"><utilisation-page></utilisation-page></main>`
        : this.#live()}
      <footer>
        Not a medical device. The devices' own firmware protects; this page detects, records and
        escalates.
      </footer>
      <div class="visually-hidden" role="status" aria-live="assertive">${this.announcement}</div>
    `;
  }

  /** Alerts, devices and readings as they come. */
  #live() {
    const { model, now } = this;
    return html`
      <main>
        <alert-list
          .active=${model.active}
          .recent=${model.recent}
          .now=${now}
          .loaded=${model.loaded}
          .watched=${model.watched}
          @watch=${this.#watch}
          @inspect=${this.#inspect}
        ></alert-list>
        <device-chart
          .model=${model}
          .device=${model.devices.get(model.watched) ?? null}
          .now=${now}
          .inspected=${this.inspected}
          @leave=${() => {
            this.inspected = null;
          }}
        ></device-chart>
        <device-list
          .devices=${model.devices}
          .watched=${model.watched}
          .now=${now}
          .loaded=${model.loaded}
          @watch=${this.#watch}
        ></device-list>
        <usage-chart></usage-chart>
        <alert-load></alert-load>
      </main>
    `;
  }

  #watch(event) {
    this.inspected = null;
    this.model.watch(event.detail);
  }

  #inspect({ detail }) {
    this.inspected = detail;
    this.model.watch(detail.subject_id);
  }
}

customElements.define('clinic-dashboard', ClinicDashboard);
