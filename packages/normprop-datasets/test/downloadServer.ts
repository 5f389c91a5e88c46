import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

/** How the server answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on 127.0.0.1 that gives the n-th request the n-th answer (the last one from then on). */
export interface DownloadServer {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** What was asked for: `path` or `path bytes=start-`. */
  readonly requests: string[];
  /** Forgets earlier requests; the next ones get these answers. */
  answer(...answers: Answer[]): void;
  close(): Promise<void>;
}

export async function downloadServer(): Promise<DownloadServer> {
  let answers: Answer[] = [];
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push([request.url, request.headers.range].filter(Boolean).join(' '));
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer(...next) {
      answers = next;
      requests.length = 0;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The whole content, or the range that was asked for. */
export const serve =
  (content: Uint8Array): Answer =>
  (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const headers = {'content-length': content.length - start};
    if (start > 0) {
      response.writeHead(206, {
        ...headers,
        'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
      });
    } else {
      response.writeHead(200, headers);
    }
    response.end(content.subarray(start));
  };

/** The whole content, whatever range was asked for. */
export const serveWhole =
  (content: Uint8Array): Answer =>
  (_, response) => {
    response.writeHead(200).end(content);
  };

/** Promises the whole content, sends the first bytes, and then neither goes on nor ends. */
export const stallAfter =
  (content: Uint8Array, bytes: number): Answer =>
  (_, response) => {
    response.writeHead(200, {'content-length': content.length}).write(content.subarray(0, bytes));
  };

/** Promises the whole content, sends the first bytes, and then breaks the connection. */
export const breakAfter =
  (content: Uint8Array, bytes: number): Answer =>
  (_, response) => {
    response.writeHead(200, {'content-length': content.length});
    // Late enough for the bytes to arrive: what a broken connection has not delivered is lost.
    response.write(content.subarray(0, bytes), () => setTimeout(() => response.destroy(), 50));
  };

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end('sorry');
  };
