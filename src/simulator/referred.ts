import { sumByTopBits } from '../core/segmentSum.ts';
import type { Block } from './block.ts';
import { copySummary, makeSummary, type Summary } from './summary.ts';

/** What became of customers who were brought, [n] each; `stageValue` is [n x S]. */
export type Referred = {
  readonly idLow: Uint32Array;
  readonly idHigh: Uint32Array;
  readonly summary: Summary;
  readonly stageValue: Float64Array;
};

/** Those of a block, row by row. */
export function referredOf(block: Block): Referred {
  const { cohortSize: from, size, summary, stageValue, world, idLow, idHigh } = block;
  const S = world.stages.length;
  return {
    idLow: idLow.slice(from, size),
    idHigh: idHigh.slice(from, size),
    summary: mapSummary(summary, (column) => column.slice(from, size)),
    stageValue: stageValue.slice(from * S, size * S),
  };
}

/** Those of several blocks in rising order of their ids: so that no sum knows in which block or row they were. */
export function inIdOrder(parts: readonly Referred[]): Referred {
  const low = parts.flatMap(({ idLow }) => [...idLow]);
  const high = parts.flatMap(({ idHigh }) => [...idHigh]);
  const order = low.map((_, i) => i).sort((a, b) => high[a] - high[b] || low[a] - low[b]);
  const summary = makeSummary(low.length);
  let done = 0;
  for (const part of parts) {
    copySummary(part.summary, part.idLow.length, summary, done);
    done += part.idLow.length;
  }
  const values = parts.flatMap(({ stageValue }) => [...stageValue]);
  const S = low.length === 0 ? 0 : values.length / low.length;
  return {
    idLow: Uint32Array.from(order, (i) => low[i]),
    idHigh: Uint32Array.from(order, (i) => high[i]),
    summary: mapSummary(summary, (column) => column.map((_, at) => column[order[at]])),
    stageValue: Float64Array.from(values, (_, at) => values[order[Math.floor(at / S)] * S + (at % S)]),
  };
}

/** Adds what they earned in each true stage to the sums of the others. */
export function addStageValues({ stageValue, idHigh }: Referred, sums: Float64Array): void {
  if (idHigh.length === 0) return;
  sums.forEach((sum, stage) => {
    const own = Float64Array.from(idHigh, (_, i) => stageValue[i * sums.length + stage]);
    sums[stage] = sum + sumByTopBits(own, idHigh);
  });
}

/** One summary of both. */
export function joinSummaries(own: Summary, brought: Summary): Summary {
  const n = own.value.length;
  const both = makeSummary(n + brought.value.length);
  copySummary(own, n, both, 0);
  copySummary(brought, brought.value.length, both, n);
  return both;
}

type Column = Summary[keyof Summary];

function mapSummary(summary: Summary, of: (column: Column) => Column): Summary {
  return Object.fromEntries(
    Object.entries(summary).map(([name, column]) => [name, of(column)]),
  ) as unknown as Summary;
}
