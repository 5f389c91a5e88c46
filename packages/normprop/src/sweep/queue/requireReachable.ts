import {once} from 'node:events';
import {connect} from 'node:net';
import {connect as connectSafely} from 'node:tls';
import {UserError} from '../../userError.js';
import {wordsOf} from './queueTrouble.js';

/** Milliseconds until a server that does not answer counts as out of reach. */
const patience = 10_000;

/**
 * Tells a wrong address or password at once; BullMQ waits for a server for ever, as it should for one that was there.
 *
 * @throws {UserError} unless a Redis server answers there and lets us in.
 */
export async function requireReachable(redis: string): Promise<void> {
  const {protocol, hostname, host, port, username, password} = new URL(redis);
  const address = {host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379)};
  const isSafe = protocol === 'rediss:';
  const signal = AbortSignal.timeout(patience);
  const socket = isSafe ? connectSafely({...address, servername: address.host}) : connect(address);
  try {
    await once(socket, isSafe ? 'secureConnect' : 'connect', {signal});
    const user = [decodeURIComponent(username), decodeURIComponent(password)].filter((word) => word !== '');
    const requests = [...(user.length ? [['AUTH', ...user]] : []), ['PING']];
    for (const request of requests) {
      socket.write(requestText(request));
      const [answer] = (await once(socket, 'data', {signal})) as [Buffer];
      if (!answer.toString().startsWith('+')) throw new Error(answer.toString().trim().replace(/^-/, ''));
    }
  } catch (error) {
    throw new UserError(`--redis ${protocol}//${host}: cannot be used (${wordsOf(error as Error)})`);
  } finally {
    socket.destroy();
  }
}

/** A request in Redis' protocol: an array of strings, each with its length. */
function requestText(words: readonly string[]): string {
  return `*${words.length}\r\n` + words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('');
}
