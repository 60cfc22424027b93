import { LitElement, css, html, nothing } from 'lit';
import { age, deviceState, unit, value, words } from './format.js';
import { panelStyles } from './shared-styles.js';

const MOST_ROWS = 200;

/** Every device, by clinic: what it does and what it read last. */
class DeviceList extends LitElement {
  static properties = {
    devices: { attribute: false },
    watched: { attribute: false },
    now: { attribute: false },
    loaded: { attribute: false },
    filter: { state: true },
  };

  static styles = [
    panelStyles,
    css`
      input {
        width: 9rem;
        padding: 0.15rem 0.5rem;
        border: 1px solid var(--line);
        border-radius: 5px;
        background: var(--sunken);
      }
      .scroll {
        max-height: 26rem;
        overflow-y: auto;
        scrollbar-width: thin;
      }
      th {
        text-align: left;
        font-weight: 600;
        color: var(--muted);
        font-size: 0.8rem;
        padding: 0.15rem 0.4rem;
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--panel);
        z-index: 1;
      }
      tbody th {
        padding-top: 0.6rem;
        color: var(--ink);
        border-bottom: 1px solid var(--line);
      }
      td {
        padding: 0.2rem 0.4rem;
        border-bottom: 1px solid var(--line);
        white-space: nowrap;
      }
      .number {
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      tr.watched td {
        background: var(--accent-soft);
      }
      tr.watched td:first-child {
        box-shadow: inset 3px 0 0 var(--accent);
      }
      td button {
        all: unset;
        cursor: pointer;
        font-weight: 600;
        border-radius: 3px;
      }
      td button:hover {
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      td button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      .state {
        display: inline-flex;
        align-items: center;
        gap: 0.4rem;
      }
      .state::before {
        content: '';
        width: 0.55rem;
        height: 0.55rem;
        border-radius: 50%;
        border: 1.5px solid var(--muted);
        box-sizing: border-box;
      }
      .IN_SESSION::before {
        background: var(--accent);
        border-color: var(--accent);
      }
      .SILENT,
      .FAULT {
        color: var(--high);
        font-weight: 600;
      }
      .SILENT::before {
        border: 1.5px dashed var(--high);
      }
      .FAULT::before {
        background: var(--high);
        border: none;
        border-radius: 0;
        clip-path: polygon(50% 0, 100% 100%, 0 100%);
      }
      .alerts {
        color: var(--high);
        font-weight: 700;
      }
      .model {
        color: var(--muted);
      }
      .quiet {
        color: var(--muted);
      }
      @media (max-width: 600px) {
        .wide {
          display: none;
        }
      }
      @media (min-width: 1000px) and (max-width: 1350px) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.filter = '';
  }

  #clinics() {
    const wanted = this.filter.trim().toLowerCase();
    const found = [...this.devices.values()].filter((device) =>
      [device.device_id, device.clinic_name, device.clinic_id, device.model, deviceState(device.state)]
        .join(' ')
        .toLowerCase()
        .includes(wanted),
    );
    const clinics = new Map();
    for (const device of found.slice(0, MOST_ROWS)) {
      const name = device.clinic_name ?? device.clinic_id;
      clinics.set(name, [...(clinics.get(name) ?? []), device]);
    }
    return { clinics, total: found.length };
  }

  render() {
    const { clinics, total } = this.#clinics();
    return html`
      <section aria-labelledby="title">
        <header>
          <h2 id="title">Devices</h2>
          <span class="aside">${total}</span>
          <label class="push">
            <span class="visually-hidden">Find a device, clinic or state</span>
            <input
              type="search"
              placeholder="Find…"
              .value=${this.filter}
              @input=${(event) => {
                this.filter = event.target.value;
              }}
            />
          </label>
        </header>
        ${total === 0
          ? html`<p class="empty">${this.loaded ? 'No device.' : 'Loading…'}</p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-label="Table of devices">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Device</th>
                    <th scope="col">State</th>
                    <th scope="col" class="number">Last reading</th>
                    <th scope="col" class="number wide">Seen</th>
                    <th scope="col" class="number"><span class="visually-hidden">Active </span>Alerts</th>
                  </tr>
                </thead>
                ${[...clinics].map(([name, devices]) => this.#clinic(name, devices))}
              </table>
              ${total > MOST_ROWS
                ? html`<p class="empty">${total - MOST_ROWS} more; narrow the search.</p>`
                : nothing}
            </div>`}
      </section>
    `;
  }

  #clinic(name, devices) {
    return html`<tbody>
      <tr>
        <th colspan="5" scope="rowgroup">${name}</th>
      </tr>
      ${devices.map((device) => this.#row(device))}
    </tbody>`;
  }

  #row(device) {
    const watched = device.device_id === this.watched;
    const { reading } = device;
    const current = device.state === 'IN_SESSION';
    return html`<tr class=${watched ? 'watched' : ''} data-device-id=${device.device_id}>
      <td>
        <button
          aria-pressed=${watched}
          title=${device.registered ? device.model : 'Not in the inventory'}
          @click=${() => this.#watch(device.device_id)}
        >
          ${device.device_id}
        </button>
        <span class="model wide"
          >${device.registered ? words(device.device_class) : 'not registered'}</span
        >
      </td>
      <td><span class="state ${device.state}">${deviceState(device.state)}</span></td>
      <td class="number ${current ? '' : 'quiet'}">
        ${reading ? `${value(reading.last, reading.unit)} ${unit(reading.unit)}` : '–'}
      </td>
      <td class="number wide quiet">
        ${device.last_seen ? age(this.now - Date.parse(device.last_seen)) : '–'}
      </td>
      <td class="number">
        ${device.open_alerts > 0
          ? html`<span class="alerts">${device.open_alerts}</span>`
          : html`<span class="quiet">0</span>`}
      </td>
    </tr>`;
  }

  #watch(deviceId) {
    this.dispatchEvent(
      new CustomEvent('watch', { detail: deviceId, bubbles: true, composed: true }),
    );
  }
}

customElements.define('device-list', DeviceList);
