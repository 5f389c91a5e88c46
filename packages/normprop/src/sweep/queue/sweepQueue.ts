import type {Job, Queue} from 'bullmq';
import {UserError} from '../../userError.js';
import type {TrainerMessage, TrainerTask} from '../trainerMessages.js';
import {loadBullMQ} from './loadBullMQ.js';
import {queueName} from './queueName.js';
import {requireReachable} from './requireReachable.js';

/** What a queued run holds: its task, its config and the name of its folder in the shared one. */
export type QueuedRun = TrainerTask;

/** A run in the queue: what it is, what its worker returns (its validation figure) and says on the way. */
export type RunJob = Job<QueuedRun, number> & {progress: TrainerMessage | number};

/** The queue of a shared folder. */
export type RunQueue = Queue<QueuedRun, number>;

/**
 * Opens the queue of a shared folder.
 *
 * @param onTrouble Called with every error of the connection, which then reconnects by itself.
 * @throws {UserError} when the server cannot be reached now, or BullMQ is not installed.
 */
export async function openRunQueue(
  folder: string,
  redis: string,
  onTrouble: (error: Error) => void,
): Promise<RunQueue> {
  const {Queue} = await loadBullMQ();
  const connection = connectionTo(redis);
  await requireReachable(redis);
  const queue: RunQueue = new Queue(await queueName(folder), {connection});
  queue.on('error', onTrouble);
  await queue.waitUntilReady();
  return queue;
}

/** A connection's options. BullMQ waits for a lost server as long as it takes. */
export function connectionTo(redis: string): {url: string; maxRetriesPerRequest: null} {
  if (!/^rediss?:\/\/./.test(redis) || !URL.canParse(redis))
    throw new UserError(`--redis: expected a URL like redis://host:6379, got '${redis}'`, 2);
  return {url: redis, maxRetriesPerRequest: null};
}
