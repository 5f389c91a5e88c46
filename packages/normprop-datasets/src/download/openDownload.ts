import {TransientDownloadError} from './downloadError.js';

/** The function that asks a server: `fetch` of the platform or one with its arguments, e.g. to go through a proxy. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Besides 5xx: request timeout, too early, too many requests. */
const WORTH_RETRYING = new Set([408, 425, 429]);

/** What to ask for, and how. */
interface Question {
  /** First byte. */
  start: number;
  fetch: Fetch;
  signal: AbortSignal;
  /** `follow` where the platform hides where a redirect leads (browsers, which refuse to go from https down to http). */
  redirect?: 'manual' | 'follow';
}

/**
 * Asks for a file from byte `start` on, following up to 5 redirects.
 *
 * @returns the answer: 200 (the whole file), 206 (from `start`) or 416 (the file has no byte `start`).
 * @throws {TransientDownloadError} if the connection fails or the server has a passing trouble (5xx, 408, 425, 429).
 * @throws {Error} if the server says no (other 4xx), or an address on the way is neither https nor on this machine.
 */
export async function openDownload(
  address: string,
  {start, fetch, signal, redirect = 'manual'}: Question,
): Promise<Response> {
  let url = checkedUrl(address);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await ask(url, {start, fetch, signal, redirect});
    const location = response.headers.get('location');
    if (REDIRECTS.has(response.status) && location !== null) {
      await response.body?.cancel();
      url = checkedUrl(location, url);
      continue;
    }
    if (response.status === 200 || response.status === 206 || (response.status === 416 && start > 0))
      return response;
    await response.body?.cancel();
    const message = `${url.href}: the server answered ${response.status} ${response.statusText}`.trimEnd();
    if (response.status >= 500 || WORTH_RETRYING.has(response.status))
      throw new TransientDownloadError(message);
    throw new Error(message);
  }
  throw new Error(`${address}: more than ${MAX_REDIRECTS} redirects`);
}

async function ask(url: URL, {start, fetch, signal, redirect}: Question): Promise<Response> {
  // Unpacked bytes, since a range of packed ones would not continue the file.
  const headers: Record<string, string> = {'accept-encoding': 'identity'};
  if (start > 0) headers.range = `bytes=${start}-`;
  try {
    return await fetch(url.href, {headers, signal, redirect});
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    // fetch says no more than "fetch failed"; what happened is the cause (whose message is empty for two addresses).
    const {message, cause: inner} = cause as Error & {cause?: Partial<NodeJS.ErrnoException>};
    const detail = inner?.message || inner?.code;
    const reason = detail ? `${message} (${detail})` : message;
    throw new TransientDownloadError(`${url.href}: ${reason}`, {cause});
  }
}

/** The address as a URL, if it may be asked: https, or http on this machine; never from https down to http. */
function checkedUrl(address: string, from?: URL): URL {
  let url: URL;
  try {
    url = new URL(address, from);
  } catch (cause) {
    throw new Error(`${address}: this is not an address`, {cause});
  }
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const allowed =
    url.protocol === 'https:' || (url.protocol === 'http:' && loopback && from?.protocol !== 'https:');
  if (!allowed) {
    const via = from === undefined ? '' : ` (redirected from ${from.href})`;
    throw new Error(`${url.href}: expected an https address${via}`);
  }
  return url;
}
