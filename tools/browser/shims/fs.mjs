// Reading files in a page: the server has the repository under /repository. Synchronous, as the tests' calls are.
function request(method, path) {
  const xhr = new XMLHttpRequest();
  xhr.open(method, path, false);
  xhr.send();
  return xhr;
}

export const existsSync = (path) => request('HEAD', path).status === 200;

export function readFileSync(path, encoding) {
  if (encoding !== 'utf8') throw new Error(`readFileSync: expected 'utf8', got '${encoding}'`);
  const {status, responseText} = request('GET', path);
  if (status !== 200) throw new Error(`readFileSync: ${path} gave status ${status}`);
  return responseText;
}

export function writeFileSync(path) {
  throw new Error(`a page cannot write ${path}`);
}

export default {existsSync, readFileSync, writeFileSync};
