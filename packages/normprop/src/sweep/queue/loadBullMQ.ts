import {whatToInstall} from '../../missingPackage.js';

/**
 * BullMQ, which only sweeps over several machines need, so that it is not installed with this package.
 *
 * @throws {UserError} that says what to install.
 */
export async function loadBullMQ(): Promise<typeof import('bullmq')> {
  try {
    return await import('bullmq');
  } catch (error) {
    throw whatToInstall(error, '--redis needs', 'bullmq@5');
  }
}
