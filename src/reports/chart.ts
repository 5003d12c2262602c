import type { DataTable } from './dataTable.ts';
import type { Spec } from './render.ts';

/** A chart of a report: a finding, how to read the picture, the picture, and its numbers for who wants or needs them. */
export type Chart = {
  /** The finding in one line, computed from the data. */
  readonly title: string;
  /** What is drawn, in which unit, and what the marks mean. */
  readonly caption: string;
  /** The picture in words, for who does not see it. */
  readonly alt: string;
  readonly table: DataTable;
  /** Shows the numbers at once, for readers who come for them. */
  readonly unfolded?: true;
  /** The picture for so many pixels of width: {@link wide} on paper and desktop, {@link narrow} on a phone. */
  readonly spec: (width: number) => Spec;
};

export const wide = 720;
export const narrow = 358;

/** Where on the page a chart stands. */
export type Place =
  | 'harm'
  | 'flips'
  | 'policies'
  | 'stages'
  | 'interventions'
  | 'customer'
  | 'learning'
  | 'evaluation';

/** One file = one chart: what it needs, where it stands, and null where the data has nothing to draw. */
export type ChartDefinition<Subject> = {
  readonly name: string;
  readonly place: Place;
  chart(subject: Subject): Chart | null;
};
