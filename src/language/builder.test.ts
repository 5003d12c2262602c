import { describe, expect, it } from 'vitest';
import { makeGraphBuilder } from './builder.ts';
import { makeLeaf } from './leaves.ts';

const trust = makeLeaf({ kind: 'state', name: 'trust' }, 'real', false);
const logins = makeLeaf({ kind: 'count', view: 'signal', of: 'login', days: 7 }, 'count', true);
const contract = makeLeaf({ kind: 'trait', name: 'contract' }, { category: ['rolling', 'fixed'] }, true);

describe('a graph builder', () => {
  it('gives equal nodes one index, and constants of another type another', () => {
    const builder = makeGraphBuilder();
    const sum = () => builder.binary('add', builder.leaf(trust), builder.constant(1, 'real'));
    expect(sum()).toBe(sum());
    expect(builder.constant(1, 'count')).not.toBe(builder.constant(1, 'real'));
    expect(builder.graph()).toEqual({
      format: 1,
      leaves: [trust],
      nodes: [
        { op: 'leaf', leaf: 0 },
        { op: 'const', value: 1 },
        { op: 'add', a: 0, b: 1 },
        { op: 'const', value: 1 },
      ],
      types: ['real', 'real', 'real', 'count'],
    });
  });

  it('folds constants in f32', () => {
    const builder = makeGraphBuilder();
    const real = (value: number) => builder.constant(value, 'real');
    const value = (index: number) => builder.constantValue(index);
    // 0.1f = 0.100000001490116, 0.2f = 0.200000002980232; their sum rounds to 0.300000011920929.
    expect(value(builder.binary('add', real(0.1), real(0.2)))).toBe(0.30000001192092896);
    expect(value(builder.binary('lt', real(1), real(2)))).toBe(1);
    expect(value(builder.unary('sqrt', real(2)))).toBe(Math.fround(Math.SQRT2));
    expect(value(builder.table(real(15), [0, 30], [1, 0.4]))).toBe(Math.fround(0.7));
  });

  it('picks the branch of a constant condition where the type stays the same', () => {
    const builder = makeGraphBuilder();
    const [yes, no] = [builder.constant(1, 'bool'), builder.constant(0, 'bool')];
    const [a, b] = [builder.leaf(trust), builder.constant(0.5, 'real')];
    expect(builder.choose(yes, a, b)).toBe(a);
    expect(builder.choose(no, a, b)).toBe(b);
    const widened = builder.choose(yes, builder.leaf(logins), a);
    expect(builder.node(widened).op).toBe('if');
    expect(builder.type(widened)).toBe('real');
  });

  it('leaves what JSON cannot hold to the interpreter', () => {
    const builder = makeGraphBuilder();
    const zero = builder.constant(0, 'real');
    expect(builder.node(builder.binary('div', builder.constant(1, 'real'), zero)).op).toBe('div');
    expect(builder.node(builder.unary('neg', zero)).op).toBe('neg');
    expect(builder.node(builder.constant(-0, 'real'))).toEqual({ op: 'const', value: 0 });
  });

  it('keeps a distinct constant apart', () => {
    const builder = makeGraphBuilder();
    const shared = builder.constant(2, 'real');
    const threshold = builder.constant(2, 'real', { distinct: true });
    expect(builder.constant(2, 'real', { distinct: true })).not.toBe(threshold);
    expect(threshold).not.toBe(shared);
    expect(builder.constant(2, 'real')).toBe(shared);
    expect(builder.constantValue(threshold)).toBeNull();
    expect(builder.node(builder.binary('lt', shared, threshold)).op).toBe('lt');
  });

  it('gives types: counts divide to reals, durations to numbers', () => {
    const builder = makeGraphBuilder();
    const count = builder.leaf(logins);
    const week = builder.constant(7, 'duration');
    expect(builder.type(builder.binary('add', count, count))).toBe('count');
    expect(builder.type(builder.binary('div', count, count))).toBe('real');
    expect(builder.type(builder.binary('mul', count, week))).toBe('duration');
    expect(builder.type(builder.binary('div', week, builder.constant(1, 'duration')))).toBe('real');
    expect(builder.type(builder.binary('lt', count, count))).toBe('bool');
  });

  it('refuses what no graph may hold', () => {
    const builder = makeGraphBuilder();
    const a = builder.leaf(trust);
    expect(() => builder.constant(1e39, 'real')).toThrow('constant 1e+39 is not finite in 32 bits');
    expect(() => builder.binary('add', a, builder.constant(7, 'duration'))).toThrow(
      'add does not take a number and a duration',
    );
    expect(() => builder.binary('lt', builder.leaf(contract), builder.leaf(contract))).toThrow(
      "lt does not take a category ('rolling', 'fixed') and a category ('rolling', 'fixed')",
    );
    expect(() => builder.table(a, [0, 0], [1, 2])).toThrow(
      'table with key 0 after key 0, and keys must rise',
    );
    expect(() => builder.leaf(makeLeaf(trust.source, 'count', false))).toThrow(
      'two different leaves have the key "trust"',
    );
  });
});
