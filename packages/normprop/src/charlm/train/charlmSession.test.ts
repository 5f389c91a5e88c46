import {loadText} from 'normprop-datasets';
import {tinyConfig} from '../../../test/support/tinyRun.js';
import {tinyText} from '../../../test/support/tinyText.js';
import {decodeCheckpoint, encodeCheckpoint} from '../../run/checkpointFormat.js';
import type {CharlmCheckpoint} from '../record/charlmTypes.js';
import {CharlmSession} from './charlmSession.js';

const config = tinyConfig({length: 10, batch: 90, epochs: 3, updates: null, zoneoutHidden: 0.1});

async function advance(session: CharlmSession, updates: number): Promise<void> {
  for (let count = 0; count < updates; count++) await session.update();
}

test('a session that goes on from a checkpoint in its second epoch ends with the same bits', async () => {
  const corpus = await loadText({text: tinyText()});
  const [straight, resumed] = [
    await CharlmSession.open(config, corpus),
    await CharlmSession.open(config, corpus),
  ];
  await advance(straight, 4); // three are an epoch
  expect(straight.position).toMatchObject({epoch: 1});
  const bytes = encodeCheckpoint(await straight.checkpoint());
  await resumed.restore(decodeCheckpoint<CharlmCheckpoint>(bytes, 'bytes'));
  for (const session of [straight, resumed]) await advance(session, 4);
  expect(resumed.position).toMatchObject({epoch: straight.position.epoch, update: 8});
  expect(await resumed.model.snapshot()).toEqual(await straight.model.snapshot());
  straight.dispose();
  resumed.dispose();
});
