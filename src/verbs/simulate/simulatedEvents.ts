import { existsSync } from 'node:fs';
import { issue, NextmoveError } from '../../core/issue.ts';
import { checkEventPath, type EventCount, writeEventLog } from '../../logs/eventLog.ts';
import type { RolloutOptions } from '../../simulator/rollout.ts';
import { breathe, breathing, keeping, report, type Watch } from '../progress.ts';
import type { Simulated } from './simulate.ts';

export type EventsPlace = {
  /** The file, which ends in `.csv` or `.parquet`. */
  readonly file: string;
  /** Share of the customers, chosen by a hash of their ids; 1 by default. */
  readonly sample?: number;
  /** Replaces a file that is there already. */
  readonly force?: boolean;
};

/** Throws NextmoveError where events cannot be written so: before anything is simulated. */
export function checkEvents({ file, sample = 1, force = false }: EventsPlace): void {
  checkEventPath(file);
  checkSample(sample);
  if (!existsSync(file) || force) return;
  const hint = 'Name another, or replace it with --force.';
  throw new NextmoveError(issue('events/exists', 'got a file that is there already', { at: { file }, hint }));
}

/** Throws NextmoveError where a share is none. */
export function checkSample(sample: number): void {
  if (sample > 0 && sample <= 1) return;
  throw new NextmoveError(
    issue('events/sample', `got the sample ${sample}, wanted a share above 0, at most 1`),
  );
}

/** Tells of a log's progress, and gives others their turn while it is written. */
export function toldOf(
  watch: Watch,
  stage: string,
  customers: number,
): Pick<RolloutOptions, 'onProgress' | 'pause'> {
  return {
    onProgress(of, all) {
      const done = Math.floor((customers * of) / all);
      report(watch, { stage, done, total: customers, unit: 'customers' });
    },
    pause: () => breathe(watch),
  };
}

/** Lives the same lives once more and writes what the business saw of them as an event log for process mining. */
export async function simulatedEvents(
  { logAt, customers }: Pick<Simulated, 'logAt' | 'customers'>,
  place: EventsPlace,
  watch: Watch = {},
): Promise<EventCount> {
  checkEvents(place);
  const { sample = 1, file } = place;
  const log = logAt({ level: 'events', sample, ...toldOf(watch, 'events', customers) });
  try {
    return await writeEventLog(file, breathing(log, watch));
  } catch (error) {
    throw keeping(error, 'Nothing was written.');
  }
}
