/** A download that failed in a way that another attempt may mend: the connection, the server, or what it sent. */
export class TransientDownloadError extends Error {
  override readonly name = 'TransientDownloadError';
  /** Whether what has arrived is of no use, so that the next attempt has to start from the first byte. */
  readonly startOver: boolean;

  constructor(message: string, {startOver = false, cause}: {startOver?: boolean; cause?: unknown} = {}) {
    super(message, {cause});
    this.startOver = startOver;
  }
}
