import {RunFolder} from '../runFolder.js';
import type {RunTypes} from '../runTypes.js';
import type {Session} from '../session.js';
import type {Task} from '../task.js';
import {loadSource} from './loadSource.js';

/**
 * Gives a session the weights of the run that its config names, if it names one.
 *
 * @param tell Called with what it starts from: `starts from runs/x, epoch 7, 1.66 bits per character.`
 * @throws {UserError} when there is no such run, or it does not fit.
 */
export async function startFromSource<T extends RunTypes>(
  task: Task<T>,
  session: Session<T>,
  {warn, tell = () => undefined}: {warn?: (message: string) => void; tell?: (message: string) => void},
): Promise<void> {
  const {config} = session;
  const {initFrom} = config;
  if (initFrom === null) return;
  const source = await loadSource<T>({...config, initFrom}, task, warn);
  await session.start(source);
  const lines = await new RunFolder<T>(initFrom, task).metrics.read();
  const upTo = lines.filter(({update}) => update <= source.position.update);
  const measured = upTo.filter((line) => task.validationOf(line) !== undefined).pop();
  const {unit, digits} = task.measure;
  const words = [
    `starts from ${initFrom}`,
    ...(upTo.length ? [`epoch ${Number(upTo[upTo.length - 1].epoch.toFixed(2))}`] : []),
    ...(measured ? [`${task.validationOf(measured)!.toFixed(digits)} ${unit}`] : []),
  ];
  tell(words.join(', '));
}
