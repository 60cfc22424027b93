import { LitElement, css, html, nothing } from 'lit';
import './alert-actions.js';
import { clockName, clockTime, lasting, localDay, localTime, priority } from './format.js';

/** One alert: how urgent, where, what was measured, since when on the clinic's own clock. */
class AlertCard extends LitElement {
  static properties = {
    alert: { attribute: false },
    now: { attribute: false },
    brief: { attribute: false },
    watched: { attribute: false },
  };

  static styles = css`
    :host {
      display: block;
    }
    article {
      border: 1px solid var(--line);
      border-left: 5px solid var(--tone);
      border-radius: 6px;
      padding: 0.5rem 0.7rem 0.55rem;
      background: var(--tone-soft);
    }
    .HIGH {
      --tone: var(--high);
      --tone-soft: var(--high-soft);
    }
    .MEDIUM {
      --tone: var(--medium);
      --tone-soft: var(--medium-soft);
    }
    .LOW {
      --tone: var(--low);
      --tone-soft: var(--low-soft);
    }
    .CLEARED {
      background: none;
      border-style: dashed;
      border-left: 5px solid var(--tone);
    }
    .brief {
      background: none;
      border-style: solid;
      border-width: 0 0 1px 3px;
      border-radius: 0;
      padding: 0.35rem 0.6rem;
    }
    .top {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0.1rem 0.6rem;
    }
    .priority {
      color: var(--tone);
      font-weight: 700;
      font-size: 0.85rem;
      white-space: nowrap;
    }
    .mark {
      font-family: var(--mono);
      letter-spacing: 0.05em;
    }
    button {
      all: unset;
      cursor: pointer;
      font-weight: 650;
      border-radius: 3px;
      text-decoration: underline;
      text-decoration-color: var(--line);
      text-underline-offset: 3px;
    }
    button:hover {
      text-decoration-color: currentColor;
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    .flag {
      margin-left: auto;
      font-size: 0.75rem;
      font-weight: 600;
      color: var(--muted);
      white-space: nowrap;
    }
    p {
      margin: 0.2rem 0;
      overflow-wrap: anywhere;
    }
    .brief p {
      font-size: 0.85rem;
      color: var(--muted);
      margin: 0.1rem 0;
    }
    .when {
      color: var(--muted);
      font-size: 0.85rem;
      font-variant-numeric: tabular-nums;
    }
  `;

  #flag() {
    const { alert } = this;
    return [
      alert.state === 'OPEN' ? 'ongoing' : alert.active ? 'cleared, latched' : 'cleared',
      alert.acknowledged ? `acknowledged by ${alert.acknowledged_by}` : '',
      alert.shelved_until ? `shelved by ${alert.shelved_by} until ${clockTime(alert.shelved_until, alert.zone_id)}` : '',
      alert.escalations > 0 && !alert.acknowledged ? 'escalated' : '',
    ]
      .filter((part) => part)
      .join(' · ');
  }

  #when() {
    const { alert } = this;
    const started = Date.parse(alert.started_at);
    const end = alert.ended_at ? Date.parse(alert.ended_at) : this.now;
    const today = this.now - started < 18 * 3600 * 1000;
    return html`<div class="when">
      ${alert.clinic_name ?? alert.clinic_id} ·
      <time datetime=${alert.started_at}
        >${today ? '' : `${localDay(alert.started_local)} `}${localTime(alert.started_local)}</time
      >
      <span title=${clockName(alert.started_local, alert.zone_id)}>${alert.started_local.slice(19)}</span>
      · ${alert.ended_at ? 'lasted' : 'for'} ${lasting(end - started)}${alert.chattering ? ' · chattering' : ''}${alert.late ? ' · reported late: history' : ''}
    </div>`;
  }

  render() {
    const { alert } = this;
    const shown = priority(alert.priority);
    return html`
      <article
        class="${alert.priority} ${alert.state} ${this.brief ? 'brief' : ''}"
        data-priority=${alert.priority}
        data-state=${alert.state}
      >
        <div class="top">
          <span class="priority"
            ><span class="mark" aria-hidden="true">${shown.mark}</span> ${shown.word}</span
          >
          ${this.#subject()}
          <span class="flag">${this.#flag()}</span>
        </div>
        <p>${alert.explanation}</p>
        ${this.#when()}
        ${this.brief ? nothing : html`<alert-actions .alert=${alert}></alert-actions>`}
      </article>
    `;
  }

  /** A clinic has no readings to be shown. */
  #subject() {
    const { alert } = this;
    if (alert.subject_kind === 'CLINIC') {
      return html`<span class="clinic">${alert.clinic_name ?? alert.subject_id}</span>`;
    }
    return html`
      <button
        @click=${this.#watch}
        aria-label="Show readings of ${alert.subject_id}"
        aria-pressed=${this.watched}
      >
        ${alert.subject_id}
      </button>
    `;
  }

  #watch() {
    this.dispatchEvent(
      new CustomEvent('watch', { detail: this.alert.subject_id, bubbles: true, composed: true }),
    );
  }
}

customElements.define('alert-card', AlertCard);
