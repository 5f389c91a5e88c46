/** Enough for tests that run one after the other. */
export class AsyncLocalStorage {
  #store;
  getStore() {
    return this.#store;
  }
  run(store, callback, ...values) {
    const before = this.#store;
    this.#store = store;
    const restore = () => {
      this.#store = before;
    };
    let result;
    try {
      result = callback(...values);
    } catch (error) {
      restore();
      throw error;
    }
    if (typeof result?.then !== 'function') {
      restore();
      return result;
    }
    return result.finally(restore);
  }
}
