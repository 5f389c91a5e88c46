import {createReadStream, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {extname, join, normalize, sep} from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** What a page needs to be cross-origin isolated: the kernels' threads then work. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Serves a built site to this machine.
 *
 * @param {string} folder
 * @param {{port?: number, under?: string, isolated?: boolean, seen?: (file: string) => void}} options
 *   `port` 0: any that is free; `under`: the path of its top; `seen` is told of each file that is asked for.
 */
export async function serve(folder, {port = 0, under = '/', isolated = false, seen} = {}) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = path.startsWith(under) ? fileOf(folder, path.slice(under.length)) : undefined;
    if (file) seen?.(file);
    response.writeHead(file ? 200 : 404, {
      'Content-Type': types[extname(file ?? '.txt')] ?? 'application/octet-stream',
      'Cache-Control': 'no-cache',
      ...(isolated ? isolation : {}),
    });
    if (file && request.method !== 'HEAD') createReadStream(file).pipe(response);
    else response.end(file ? '' : 'not found');
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://localhost:${server.address().port}${under}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The file that a path below the top means: itself, the index of a folder, or a page without its ending. */
function fileOf(folder, path) {
  const whole = normalize(join(folder, path));
  if (whole !== normalize(folder) && !whole.startsWith(normalize(folder + sep))) return undefined;
  const candidates =
    path === '' || path.endsWith('/') ? [join(whole, 'index.html')] : [whole, `${whole}.html`];
  return candidates.find((file) => statSync(file, {throwIfNoEntry: false})?.isFile());
}
