import {stepLines} from './stepTeller.js';

test('a line for each step and its result with the time, and what is worth seeing of what programs write', () => {
  const lines: string[] = [];
  let time = 0;
  const steps = stepLines(
    (line) => lines.push(line),
    () => time,
  );
  steps.begin('The wheel');
  steps.line('Downloading tensorflow.whl (270 MB)');
  steps.line('DEPRECATION: something');
  time = 41_000;
  steps.done('/there');
  expect(lines).toEqual(['- The wheel …', '    Downloading tensorflow.whl (270 MB)', '    /there (41 s)']);
});

test('a step that is quiet for long is heard of until it is done', () => {
  jest.useFakeTimers();
  const lines: string[] = [];
  const steps = stepLines((line) => lines.push(line));
  steps.begin('Compiling');
  jest.advanceTimersByTime(31_000);
  steps.done('done');
  jest.advanceTimersByTime(31_000);
  jest.useRealTimers();
  expect(lines.filter((line) => line.includes('still at it'))).toHaveLength(2);
});
