import type { Key } from '../../core/luck.ts';
import type { World } from '../../scenario/world.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Crew } from '../crew/crew.ts';
import type { Trained } from '../train/train.ts';
import type { CompareOptions, CompareSize } from './compareOptions.ts';

/** Everything a comparison's parts share. */
export type Setting = {
  readonly options: CompareOptions;
  readonly world: World;
  readonly root: Key;
  readonly seeds: number;
  readonly level: number;
  readonly size: CompareSize;
  readonly catalogue: Catalogue;
  /** Threads to train on, or null where everything runs in this one. */
  readonly crew: Crew | null;
  /** The world whose context holds the hidden columns, too. */
  oracleWorld(): Promise<World>;
};

/** One kind of agent trained once a seed. */
export type Entrant = {
  readonly kind: string;
  readonly runs: readonly Trained[];
  readonly validationValue: number;
};
