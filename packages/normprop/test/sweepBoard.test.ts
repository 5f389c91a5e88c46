import {charlmTask} from '../src/charlm/charlmTask.js';
import {overviewLines, summaryLine} from '../src/sweep/overviewLines.js';
import {SweepBoard} from '../src/sweep/sweepBoard.js';
import {lineOverview} from '../src/sweep/sweepOverview.js';
import {sweepRuns} from '../src/sweep/sweepRuns.js';

const runs = sweepRuns(charlmTask, {base: {updates: 100}, grid: {learningRate: [1, 2, 3, 4]}});
const names = runs.map(({name}) => name);

/** A board of two jobs whose first run trains an update a second. */
function busyBoard(): SweepBoard {
  let seconds = 0;
  const board = new SweepBoard(runs, 2, () => seconds * 1000);
  const status = {label: '', total: 100, loss: 3, itemsPerSecond: 1, measure: charlmTask.measure};
  board.take(names[0], {kind: 'status', status: {...status, update: 1, secondsLeft: 99}});
  seconds = 20;
  board.take(names[0], {kind: 'status', status: {...status, update: 21, secondsLeft: 79}});
  board.take(names[1], {kind: 'waiting'});
  return board;
}

describe('the overview of a sweep', () => {
  test('time left: what runs still take, and the measured speed for those to come, over the jobs', () => {
    const board = busyBoard();
    expect(board.secondsLeft()).toBeCloseTo((79 + 3 * 100) / 2, 9); // a second an update
    board.take(names[0], {kind: 'finished', validation: 2});
    expect(board.secondsLeft()).toBeCloseTo((3 * 100) / 2, 9);
    for (const name of names.slice(1, 3)) board.take(name, {kind: 'failed', message: 'no'});
    expect(board.secondsLeft()).toBeCloseTo(100, 9); // one run left: a second job does not help
    board.take(names[3], {kind: 'finished', validation: 1.5});
    expect(board.secondsLeft()).toBe(0);
    expect(new SweepBoard(runs, 2).secondsLeft()).toBeUndefined();
  });

  test('one line a run and the best so far; in a small terminal the busy ones first, cut to its width', () => {
    const board = busyBoard();
    board.take(names[3], {kind: 'finished', validation: 2.5});
    board.take(names[2], {kind: 'failed', message: 'the loss is NaN\nTry less.'});
    expect(overviewLines(board, {rows: 24, columns: 120})).toEqual([
      'learningRate=1-seed1  training · update 21/100 · 3.000 bits per character · 1 min 19 s left',
      'learningRate=2-seed1  waits: another process has its folder',
      'learningRate=3-seed1  failed · the loss is NaN',
      'learningRate=4-seed1  finished · validation 2.500',
      '1 of 4 finished · 1 failed · best learningRate=4-seed1: 2.500 · 1 min 40 s left',
    ]);
    const small = overviewLines(board, {rows: 4, columns: 30});
    expect(small.map((line) => line.slice(0, 22))).toEqual([
      'learningRate=1-seed1  ',
      '… and 3 more',
      '1 of 4 finished · 1 fa',
    ]);
    for (const line of small) expect(line.length).toBeLessThan(30);
  });

  test('without a terminal: a line when a run changes its state, and none for its updates', () => {
    const board = busyBoard();
    const lines: string[] = [];
    const overview = lineOverview(board, (line) => lines.push(line));
    overview.show();
    board.take(names[0], {
      kind: 'status',
      status: {
        label: '',
        update: 22,
        total: 100,
        loss: 3,
        itemsPerSecond: 1,
        measure: charlmTask.measure,
        secondsLeft: 78,
      },
    });
    overview.show();
    board.take(names[0], {kind: 'finished', validation: 2.25});
    overview.finish();
    expect(lines).toEqual([
      `${names[0]}: training · update 21/100 · 3.000 bits per character · 1 min 19 s left`,
      `${names[1]}: waits: another process has its folder`,
      `${names[0]}: finished · validation 2.250`,
      summaryLine(board),
    ]);
  });
});
