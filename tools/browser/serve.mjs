import {createReadStream, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {extname, join, normalize, sep} from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
};

/** What a page needs to be cross-origin isolated. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Serves folders on a free port of this machine, to this machine only.
 *
 * @param folders From the first part of a path to a folder.
 * @param isolated Whether its pages are cross-origin isolated.
 */
export async function serve(folders, isolated) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const [, first, ...rest] = path.split('/');
    const folder = folders[first];
    const file = folder && normalize(join(folder, ...rest));
    const found = file?.startsWith(folder + sep) && statSync(file, {throwIfNoEntry: false})?.isFile();
    const type = found ? (types[extname(file)] ?? 'text/plain; charset=utf-8') : 'text/plain';
    response.writeHead(found ? 200 : 404, {
      'Content-Type': type,
      'Cache-Control': 'no-store',
      ...(isolated ? isolation : {}),
    });
    if (found && request.method !== 'HEAD') createReadStream(file).pipe(response);
    else response.end(found ? '' : 'not found');
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
