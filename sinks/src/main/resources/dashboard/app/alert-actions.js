import { LitElement, css, html, nothing } from 'lit';
import { get, post } from './api.js';
import { clockTime } from './format.js';

const NAME = 'clinic-telemetry.name';
const ACTIONS = {
  acknowledge: { title: 'Acknowledge', hint: 'Somebody sees to it.' },
  shelve: { title: 'Shelve', hint: 'Puts the rule aside here for a time; its alerts are still recorded.' },
  unshelve: { title: 'Unshelve', hint: 'Ends the shelf before its time.' },
  reset: { title: 'Reset', hint: 'Takes it off the list; its condition is over.' },
};
const MINUTES = [5, 10, 15, 30];

/** Who the server says asks; null where it does not know its users. Asked once. */
let user;

/** What a person can do with one alert, and what was done with it. */
class AlertActions extends LitElement {
  static properties = {
    alert: { attribute: false },
    action: { state: true },
    events: { state: true },
    refusal: { state: true },
    busy: { state: true },
    known: { state: true },
  };

  static styles = css`
    .row {
      display: flex;
      flex-wrap: wrap;
      gap: 0.3rem 0.5rem;
      margin-top: 0.4rem;
    }
    button,
    input,
    select {
      font: inherit;
      font-size: 0.85rem;
      color: inherit;
      background: var(--surface, transparent);
      border: 1px solid var(--line);
      border-radius: 4px;
      padding: 0.2rem 0.5rem;
    }
    button {
      cursor: pointer;
    }
    button[disabled] {
      cursor: progress;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    form {
      display: grid;
      gap: 0.4rem;
      margin-top: 0.5rem;
    }
    label {
      display: grid;
      gap: 0.15rem;
      font-size: 0.8rem;
      color: var(--muted);
    }
    .hint {
      margin: 0;
      font-size: 0.8rem;
      color: var(--muted);
    }
    .refusal {
      margin: 0;
      font-size: 0.85rem;
      font-weight: 600;
      color: var(--high);
    }
    ol {
      margin: 0.5rem 0 0;
      padding-left: 1.2rem;
      font-size: 0.8rem;
      color: var(--muted);
      overflow-wrap: anywhere;
    }
  `;

  constructor() {
    super();
    this.action = '';
    this.events = null;
    this.refusal = '';
    this.busy = false;
    this.known = user;
  }

  willUpdate(changed) {
    const before = changed.get('alert');
    if (this.events && before && before.change !== this.alert.change) {
      this.#load();
    }
  }

  render() {
    return html`
      <div class="row">
        ${this.#offered().map(
          (name) =>
            html`<button data-action=${name} aria-expanded=${this.action === name} @click=${() => this.#open(name)}>
              ${ACTIONS[name].title}
            </button>`,
        )}
        ${this.alert.subject_kind === 'DEVICE'
          ? html`<button data-action="readings" @click=${this.#inspect}>Readings</button>`
          : nothing}
        <button data-action="history" aria-expanded=${this.events !== null} @click=${this.#history}>History</button>
      </div>
      ${this.action ? this.#form() : nothing}
      ${this.refusal ? html`<p class="refusal" role="alert">${this.refusal}</p>` : nothing}
      ${this.events ? this.#timeline() : nothing}
    `;
  }

  #offered() {
    const { alert } = this;
    return [
      alert.acknowledged ? '' : 'acknowledge',
      alert.state === 'OPEN' ? '' : 'reset',
      alert.shelved_until ? 'unshelve' : 'shelve',
    ].filter((name) => name);
  }

  #form() {
    const { title, hint } = ACTIONS[this.action];
    return html`<form @submit=${this.#submit} @keydown=${this.#key} aria-label=${title}>
      <p class="hint">${hint}</p>
      <label>Reason <input name="why" required maxlength="500" autocomplete="off" /></label>
      ${this.known === null
        ? html`<label
            >Your name
            <input name="by" required maxlength="100" .value=${localStorage.getItem(NAME) ?? ''} />
          </label>`
        : nothing}
      ${this.action === 'shelve'
        ? html`<label
            >For
            <select name="minutes">
              ${MINUTES.map((minutes) => html`<option value=${minutes}>${minutes} min</option>`)}
            </select>
          </label>`
        : nothing}
      <div class="row">
        <button type="submit" ?disabled=${this.busy}>${title}</button>
        <button type="button" @click=${this.#close}>Cancel</button>
      </div>
    </form>`;
  }

  #timeline() {
    return html`<ol aria-label="History">
      ${this.events.map(
        (event) =>
          html`<li>
            ${clockTime(event.at, this.alert.zone_id)} ${event.transition.toLowerCase().replaceAll('_', ' ')}${event.given_by
              ? html` by ${event.given_by}: ${event.why}`
              : nothing}${event.refusal ? html`. ${event.refusal}` : nothing}
          </li>`,
      )}
    </ol>`;
  }

  async #open(name) {
    this.refusal = '';
    if (this.known === undefined) {
      try {
        user = (await get('/user')).user;
        this.known = user;
      } catch (problem) {
        this.refusal = problem.message;
        return;
      }
    }
    this.action = name;
    await this.updateComplete;
    this.renderRoot.querySelector('[name=why]').focus();
  }

  #key(event) {
    if (event.key === 'Escape') {
      this.#close();
    }
  }

  async #close() {
    const { action } = this;
    this.action = '';
    await this.updateComplete;
    this.renderRoot.querySelector(`[data-action=${action}]`)?.focus();
  }

  async #submit(event) {
    event.preventDefault();
    const given = new FormData(event.target);
    const asked = { kind: this.action, why: given.get('why') };
    if (given.has('by')) {
      localStorage.setItem(NAME, given.get('by'));
      asked.by = given.get('by');
    }
    if (given.has('minutes')) {
      asked.shelve_s = Number(given.get('minutes')) * 60;
    }
    this.busy = true;
    this.refusal = '';
    try {
      const { answer } = await post(`/alerts/${encodeURIComponent(this.alert.alert_id)}/commands`, asked);
      if (!answer) {
        this.refusal = 'There is no answer yet; it is done when the pipeline comes to it.';
      } else if (answer.refusal) {
        this.refusal = `Refused: ${answer.refusal}`;
      }
      await this.#close();
      if (this.events) {
        await this.#load();
      }
    } catch (problem) {
      this.refusal = problem.message;
    } finally {
      this.busy = false;
    }
  }

  #inspect() {
    this.dispatchEvent(
      new CustomEvent('inspect', { detail: this.alert, bubbles: true, composed: true }),
    );
  }

  async #history() {
    if (this.events) {
      this.events = null;
    } else {
      await this.#load();
    }
  }

  async #load() {
    try {
      this.events = (await get(`/alerts/${encodeURIComponent(this.alert.alert_id)}`)).events;
    } catch (problem) {
      this.refusal = problem.message;
    }
  }
}

customElements.define('alert-actions', AlertActions);
