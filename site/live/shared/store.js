// A few values by name in IndexedDB: what a reload must not lose. Works in pages and workers.
const database = new Promise((resolve, reject) => {
  const request = indexedDB.open('normprop-site', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('values');
  request.onsuccess = () => resolve(request.result);
  request.onerror = () =>
    reject(new Error(`The browser keeps nothing for this page: ${request.error?.message}`));
});
database.catch(() => {}); // whoever uses it is told

async function act(mode, action) {
  const store = (await database).transaction('values', mode).objectStore('values');
  return new Promise((resolve, reject) => {
    const request = action(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** What was kept under a name; undefined where nothing was. */
export const recall = (name) => act('readonly', (store) => store.get(name));
/** Keeps a value that can be cloned. */
export const keep = (name, value) => act('readwrite', (store) => store.put(value, name));
/** Forgets it. */
export const forget = (name) => act('readwrite', (store) => store.delete(name));
