import { expect, it } from 'vitest';
import { makeGraphBuilder } from './builder.ts';
import { explain } from './explain.ts';
import { prepareProgram } from './interpret.ts';
import { makeLeaf } from './leaves.ts';

it('explain lists what was read and worked out for one row, in order', () => {
  const builder = makeGraphBuilder();
  const trust = builder.leaf(makeLeaf({ kind: 'state', name: 'trust' }, 'real', false));
  const faults = builder.leaf(makeLeaf({ kind: 'now', view: 'signal', of: 'fault' }, 'count', true));
  const worn = builder.binary('sub', trust, builder.binary('mul', builder.constant(0.25, 'real'), faults));
  const low = builder.binary('lt', worn, builder.constant(0.5, 'real'));
  const columns = [Float32Array.of(0.9, 0.75), Float32Array.of(0, 2)];
  const explained = explain(prepareProgram(builder.graph(), [worn, low]), columns, 1);
  expect(explained.map(({ text, value }) => [text, value])).toEqual([
    ['trust', 0.75],
    ['count(fault)', 2],
    ['0.25 * count(fault)', 0.5],
    ['trust - 0.25 * count(fault)', 0.25],
    ['trust - 0.25 * count(fault) < 0.5', 1],
  ]);
  expect(explained.at(-1)?.type).toBe('bool');
});
