/** The JSON API. */

const ROOT = '/api/v1';

/** What is said when the server cannot be reached. */
export const NO_ANSWER = 'the dashboard does not answer';

/** Gives the answer's JSON; throws with the server's own words, or NO_ANSWER, when there is none. */
export async function get(path, parameters = {}) {
  return answered(`${path}${queryOf(parameters)}`, {});
}

/** The address of an answer, for the browser to load. */
export const link = (path, parameters) => `${ROOT}${path}${queryOf(parameters)}`;

function queryOf(parameters) {
  const query = new URLSearchParams(
    Object.entries(parameters).filter(([, given]) => given !== undefined && given !== ''),
  );
  return query.size > 0 ? `?${query}` : '';
}

/** Sends JSON, and gives the answer's; throws with the server's own words when it is none. */
export async function post(path, body) {
  return answered(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function answered(path, request) {
  const response = await fetch(`${ROOT}${path}`, request).catch(() => {
    throw new Error(NO_ANSWER);
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({ detail: response.statusText }));
    throw new Error(problem.detail);
  }
  return response.json();
}

/** Address of the live stream from a change on, with the readings of one device. */
export function streamAddress(after, device) {
  const query = new URLSearchParams({ after });
  if (device) {
    query.set('device', device);
  }
  return `${ROOT}/stream?${query}`;
}
