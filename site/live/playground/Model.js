/** One of the two models: its worker, and what it last said. */
export class Model {
  history = {update: [], seconds: [], bits: []};
  variance = [];
  gradient = [];

  /**
   * @param {string} name Under which it keeps itself.
   * @param {Record<string, (message: object, model: Model) => void>} handlers By kind of message.
   */
  constructor(name, config, text, handlers) {
    this.name = name;
    this.config = config;
    this.worker = new Worker(new URL('./worker.js', import.meta.url), {type: 'module'});
    this.worker.onmessage = ({data}) => {
      if (data.history) this.history = data.history;
      if (data.kind === 'inside') Object.assign(this, {variance: data.variance, gradient: data.gradient});
      handlers[data.kind]?.(data, this);
    };
    this.worker.onerror = ({message}) =>
      handlers.error({message: message ?? 'the worker did not start'}, this);
    this.tell('open', {config, text, name});
  }

  tell(kind, message = {}) {
    this.worker.postMessage({kind, ...message});
  }

  stop() {
    this.worker.terminate();
  }
}
