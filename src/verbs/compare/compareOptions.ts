import type { OptionValues } from '../../agents/agent.ts';
import type { ParsedScenario } from '../../scenario/parse.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Watch } from '../progress.ts';
import type { TrainSize } from '../train/train.ts';

/** How much a comparison simulates. Customers where they are independent, whole worlds where they are coupled. */
export type CompareSize = {
  readonly training: Partial<TrainSize>;
  /** Fresh customers of each seed; fresh worlds of each seed. */
  readonly customers: number;
  readonly worlds: number;
  /** Customers and luck keys by which expected effects on each customer are known. */
  readonly harmCustomers: number;
  readonly luckKeys: number;
  /** Customers of each assumption's runs, shared out over the seeds; one world a seed where they are coupled. */
  readonly sensitivityCustomers: number;
  /** Customers and luck keys of each intervention's effect. */
  readonly upliftCustomers: number;
  readonly upliftLuckKeys: number;
};

/** Training seeds where nobody says how many; a verdict needs as many. */
export const FULL_SEEDS = 5;

export const fullSize: CompareSize = {
  training: { customers: 8000, validationWorlds: 6 },
  customers: 4000,
  worlds: 6,
  harmCustomers: 400,
  luckKeys: 64,
  sensitivityCustomers: 3000,
  upliftCustomers: 1500,
  upliftLuckKeys: 4,
};

/** Small enough for a demonstration; its report says so. */
export const smallSize: CompareSize = {
  training: { rounds: 3, customers: 1200, validationCustomers: 800, validationWorlds: 1 },
  customers: 800,
  worlds: 2,
  harmCustomers: 60,
  luckKeys: 64,
  sensitivityCustomers: 300,
  upliftCustomers: 200,
  upliftLuckKeys: 2,
};

export type CompareOptions = Watch & {
  readonly scenario: ParsedScenario;
  /** Reads the scenario again with some parameters set: for the assumptions. */
  readonly rescenario: (set: { readonly [parameter: string]: number }) => ParsedScenario;
  /** Kinds of agents to train; the one that does best on validation luck is the agent. */
  readonly agents: readonly string[];
  readonly options?: { readonly [agent: string]: OptionValues };
  /** At least 2, since intervals are taken over them. */
  readonly seeds?: number;
  readonly seed?: string | number;
  readonly level?: number;
  readonly size?: CompareSize;
  readonly catalogue?: Catalogue;
  /** Threads that train at once; one by default. The numbers do not depend on it. */
  readonly workers?: number | undefined;
};
