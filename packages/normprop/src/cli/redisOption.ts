import {Option} from 'commander';

/** Says where the queue of a sweep over several machines is. */
export function redisOption(): Option {
  return new Option('--redis <url>', 'a Redis server as queue: redis://[user:password@]host:6379').env(
    'NORMPROP_REDIS',
  );
}
