import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import './alert-card.js';
import { storms } from './storms.js';
import { panelStyles } from './shared-styles.js';

/** On a narrow page what is over would push all else out of sight. */
const WIDE = matchMedia('(min-width: 1000px)');

/** Alerts that need a person, then the latest that no longer do. */
class AlertList extends LitElement {
  static properties = {
    active: { attribute: false },
    recent: { attribute: false },
    now: { attribute: false },
    loaded: { attribute: false },
    watched: { attribute: false },
  };

  static styles = [
    panelStyles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 0.5rem;
      }
      summary {
        font-size: 0.85rem;
        font-weight: 600;
        color: var(--muted);
        margin: 0.9rem 0 0.4rem;
        cursor: pointer;
      }
      .recent {
        gap: 0;
      }
      .storm {
        border: 2px solid var(--high);
        border-radius: 6px;
        padding: 0.5rem 0.7rem;
        margin-bottom: 0.5rem;
      }
      .storm summary {
        color: var(--high);
        margin: 0;
        overflow-wrap: anywhere;
      }
      .storm ul {
        margin-top: 0.5rem;
      }
      @media (min-width: 1000px) {
        section {
          max-height: calc(100vh - 6.4rem);
          overflow-y: auto;
          scrollbar-width: thin;
        }
      }
    `,
  ];

  render() {
    const { found, others } = storms(this.active);
    return html`
      <section aria-labelledby="title">
        <header>
          <h2 id="title">Active alerts</h2>
          <span class="aside push" data-count=${this.active.length}>${this.active.length}</span>
        </header>
        ${this.active.length > 0
          ? html`${repeat(
                found,
                (storm) => storm.first.clinic_id,
                (storm) => this.#storm(storm),
              )}
              <ul data-list="active">
                ${this.#cards(others, false)}
              </ul>`
          : html`<p class="empty">
              ${this.loaded ? 'None. New alerts appear here by themselves.' : 'Loading…'}
            </p>`}
        ${this.recent.length > 0
          ? html`<details ?open=${WIDE.matches}>
              <summary>Recently over</summary>
              <ul class="recent" data-list="recent">
                ${this.#cards(this.recent, true)}
              </ul>
            </details>`
          : nothing}
      </section>
    `;
  }

  #storm({ first, alerts }) {
    const high = alerts.filter((alert) => alert.priority === 'HIGH').length;
    return html`<details class="storm" data-clinic=${first.clinic_id}>
      <summary>
        Storm in ${first.clinic_name ?? first.clinic_id}: ${alerts.length} alerts within 10 min, ${high}
        of high priority. First: ${first.subject_id}. ${first.explanation}
      </summary>
      <ul>
        ${this.#cards(alerts, false)}
      </ul>
    </details>`;
  }

  /** Each card stays with its alert: what somebody begins to do to one must not be done to another. */
  #cards(alerts, brief) {
    return repeat(
      alerts,
      (alert) => alert.alert_id,
      (alert) => this.#card(alert, brief),
    );
  }

  #card(alert, brief) {
    return html`<li>
      <alert-card
        .alert=${alert}
        .now=${this.now}
        .brief=${brief}
        .watched=${alert.subject_id === this.watched}
        data-alert-id=${alert.alert_id}
      ></alert-card>
    </li>`;
  }
}

customElements.define('alert-list', AlertList);
