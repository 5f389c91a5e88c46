import {UserError} from '../../userError.js';

/**
 * BullMQ, which only sweeps over several machines need, so that it is not installed with this package.
 *
 * @throws {UserError} that says what to install.
 */
export async function loadBullMQ(): Promise<typeof import('bullmq')> {
  try {
    return await import('bullmq');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UserError('--redis needs the package bullmq, version 5: npm install bullmq@5', 2);
  }
}
