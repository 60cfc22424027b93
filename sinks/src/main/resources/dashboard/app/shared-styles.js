import { css } from 'lit';

/** What all panels look like. */
export const panelStyles = css`
  :host {
    display: block;
  }
  section {
    background: var(--panel);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    padding: 0.8rem 0.9rem 0.9rem;
    min-width: 0;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.3rem 0.8rem;
    margin-bottom: 0.6rem;
  }
  h2 {
    font-size: 1rem;
    font-weight: 650;
    margin: 0;
  }
  .aside {
    color: var(--muted);
    font-size: 0.85rem;
  }
  .push {
    margin-left: auto;
  }
  .empty {
    color: var(--muted);
    margin: 0.4rem 0;
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  select {
    padding: 0.15rem 0.4rem;
    border: 1px solid var(--line);
    border-radius: 5px;
    background: var(--sunken);
    max-width: 16rem;
  }
  a {
    color: var(--accent);
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.9rem;
  }
  th {
    color: var(--muted);
    font-weight: 500;
  }
  .keys {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 1.1rem;
    font-size: 0.85rem;
    color: var(--muted);
    margin: 0.2rem 0 0;
    padding: 0;
    list-style: none;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
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
