import { LitElement, css, html, nothing } from 'lit';
import { NO_ANSWER } from './api.js';
import { duration, plural, priority } from './format.js';

/** Whether the page can be trusted to be complete, and the fleet in numbers. */
class StatusBar extends LitElement {
  static properties = {
    counts: { attribute: false },
    fleet: { attribute: false },
    pipeline: { attribute: false },
    trouble: { attribute: false },
    connected: { attribute: false },
    loaded: { attribute: false },
    problem: { attribute: false },
    alerts: { attribute: false },
  };

  static styles = css`
    :host {
      display: block;
      position: sticky;
      top: 0;
      z-index: 5;
      background: var(--panel);
      border-bottom: 1px solid var(--line);
    }
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.35rem 1.4rem;
      padding: 0.55rem 1rem;
      max-width: 1800px;
      margin: 0 auto;
      box-sizing: border-box;
    }
    h1 {
      font-size: 1.05rem;
      font-weight: 700;
      letter-spacing: -0.01em;
      margin: 0;
    }
    .state {
      display: inline-flex;
      align-items: center;
      gap: 0.45rem;
      font-weight: 600;
      font-size: 0.85rem;
      padding: 0.15rem 0.6rem;
      border-radius: 99px;
      border: 1px solid currentColor;
    }
    .state::before {
      content: '';
      width: 0.55rem;
      height: 0.55rem;
      border-radius: 50%;
      background: currentColor;
    }
    .live {
      color: var(--good);
    }
    .waiting {
      color: var(--medium);
    }
    .waiting::before {
      background: none;
      border: 2px dotted currentColor;
      box-sizing: border-box;
    }
    .blind {
      color: var(--high);
    }
    .blind::before {
      border-radius: 0;
      clip-path: polygon(50% 0, 100% 100%, 0 100%);
    }
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 0.2rem 1.3rem;
      margin: 0 0 0 auto;
      font-size: 0.85rem;
    }
    dl div {
      display: flex;
      gap: 0.35rem;
      align-items: baseline;
    }
    dt {
      color: var(--muted);
      order: 2;
    }
    dd {
      margin: 0;
      font-weight: 650;
      font-variant-numeric: tabular-nums;
    }
    dd.HIGH {
      color: var(--high);
    }
    dd.MEDIUM {
      color: var(--medium);
    }
    dd.LOW {
      color: var(--low);
    }
    dd.bad {
      color: var(--high);
    }
    .banner {
      background: var(--high-soft);
      color: var(--high);
      border-top: 1px solid var(--high);
      padding: 0.5rem 1rem;
      font-weight: 600;
      text-align: center;
    }
    .banner.mild {
      background: var(--medium-soft);
      color: var(--medium);
      border-color: var(--medium);
    }
    @media (max-width: 600px) {
      .bar {
        padding: 0.5rem 0.9rem;
        gap: 0.35rem 0.8rem;
      }
      h1 {
        flex: 1;
      }
      dl {
        margin-left: 0;
        width: 100%;
        gap: 0.1rem 0.9rem;
      }
      .minor {
        display: none;
      }
    }
  `;

  #state() {
    if (!this.loaded || !this.connected) {
      return { name: 'waiting', text: this.loaded ? 'Reconnecting' : 'Connecting' };
    }
    if (this.pipeline?.state === 'BLIND') {
      return { name: 'blind', text: 'BLIND' };
    }
    return this.pipeline?.state === 'LIVE'
      ? { name: 'live', text: 'Live' }
      : { name: 'waiting', text: 'Starting' };
  }

  #banner(state) {
    if (state.name === 'blind') {
      const since =
        this.pipeline.tick_age_ms === null
          ? 'has not been heard'
          : `was last heard ${duration(this.pipeline.tick_age_ms)} ago`;
      return html`<div class="banner" role="alert">
        The pipeline is blind: it ${since}. Readings out of range may go unseen. Watch the devices
        themselves.
      </div>`;
    }
    const cutOff = this.loaded && !this.connected ? NO_ANSWER : '';
    const reason = this.problem || cutOff || this.trouble;
    if (reason) {
      return html`<div class="banner mild" role="alert">What is shown may be old: ${reason}.</div>`;
    }
    return nothing;
  }

  render() {
    const state = this.#state();
    return html`
      <header>
        <div class="bar">
          <h1>Clinic telemetry</h1>
          <span class="state ${state.name}" data-state=${state.name} role="status"
            >${state.text}</span
          >
          ${this.counts && this.fleet ? this.#counts() : nothing}
        </div>
        ${this.#banner(state)}
      </header>
    `;
  }

  #counts() {
    const of = (name) => this.alerts.filter((alert) => alert.priority === name).length;
    const { counts, fleet } = this;
    return html`<dl>
      ${['HIGH', 'MEDIUM', 'LOW'].map(
        (name) =>
          html`<div>
            <dt>${priority(name).word.toLowerCase()}</dt>
            <dd class=${of(name) > 0 ? name : ''}>${priority(name).mark} ${of(name)}</dd>
          </div>`,
      )}
      <div>
        <dt>in session</dt>
        <dd>${fleet.in_session}</dd>
      </div>
      <div>
        <dt>treating</dt>
        <dd>${fleet.treating}</dd>
      </div>
      <div>
        <dt>silent</dt>
        <dd class=${fleet.silent > 0 ? 'bad' : ''}>${fleet.silent}</dd>
      </div>
      <div class="minor">
        <dt>${counts.devices === 1 ? 'device' : 'devices'}</dt>
        <dd>${counts.devices}</dd>
      </div>
      <div class="minor" title="Records that could not be used and were set aside">
        <dt>quarantined</dt>
        <dd>${counts.quarantined}</dd>
      </div>
      <div
        class="minor"
        title=${`Every record accounted for; ${plural(counts.sink_errors, 'record')} could not be stored`}
      >
        <dt>ledger</dt>
        <dd class=${counts.ledger_balanced === false ? 'bad' : ''}>
          ${counts.ledger_balanced === null
            ? '–'
            : counts.ledger_balanced
              ? 'balanced'
              : 'NOT balanced'}
        </dd>
      </div>
    </dl>`;
  }
}

customElements.define('status-bar', StatusBar);
