/** Bytes and operations a step, counted from the kernel's text, against what this machine does at most. */
import { assemble } from '../../dist/simulator/kernel/assemble.js';
import { textOf } from './profile.mjs';

const FLOAT = /\((f32x4|f64x2)\.(?:add|sub|mul|div|sqrt|min|max|pmin|pmax|floor|nearest)\b/g;
const INTEGER = /\((?:i32x4|i64x2|i8x16|v128)\.(?!load|store|const)\w+/g;
const MOVED = /\((v128|f64)\.(?:load|store)\b/g;

const count = (text, pattern) => [...text.matchAll(pattern)].length;

/** What a function does for one customer: its loop goes by fours. */
function costOf(text) {
  const floats = [...text.matchAll(FLOAT)].reduce((sum, [, kind]) => sum + (kind === 'f32x4' ? 4 : 2), 0);
  const bytes = [...text.matchAll(MOVED)].reduce((sum, [, kind]) => sum + (kind === 'v128' ? 16 : 8), 0);
  return { floats: floats / 4, integers: (4 * count(text, INTEGER)) / 4, bytes: bytes / 4 };
}

/** What is gone through only where something may happen begins so: kernel/sure.ts. */
const RARE = '(if (i32.ne (i32x4.bitmask';

/** The text without that, since the least that a step costs is to be counted. */
function withoutRare(text) {
  let kept = '';
  let from = 0;
  for (let at = text.indexOf(RARE); at >= 0; at = text.indexOf(RARE, from)) {
    kept += text.slice(from, at);
    let open = 0;
    let end = at;
    do {
      if (text[end] === '(') open++;
      else if (text[end] === ')') open--;
      end++;
    } while (open > 0);
    from = end;
  }
  return kept + text.slice(from);
}

/** A step's cost; `shares` says which share of customer-days is spent in each stage. */
export function costOfStep(world, shares) {
  const parts = withoutRare(textOf(world)).split('(func $').slice(1);
  const times = (name) => {
    const [kind, index] = name.split('_');
    if (kind === 'luck') return (index === 'everybody' ? 1 : shares[index]) / 4;
    if (kind === 'exits' || kind === 'stays') return shares[index];
    return ['observe', 'life', 'spread', 'exchange'].includes(kind) ? 0 : 1;
  };
  const sum = { floats: 0, integers: 0, bytes: 0 };
  for (const part of parts) {
    const cost = costOf(part);
    const weight = times(/^\w+/.exec(part)[0]);
    for (const name of Object.keys(sum)) sum[name] += weight * cost[name];
  }
  return sum;
}

const PAGE = 65536;
const CHAINS = 12;

/** Triad a = b + s c over vectors, and multiplications and additions that wait for nothing but their own chain. */
const machineText = (megabytes) => {
  const chains = Array.from({ length: CHAINS }, (_, k) => `$x${k}`);
  const step = chains
    .map((x) => `(local.set ${x} (f32x4.add (f32x4.mul (local.get ${x}) (local.get $m)) (local.get $m)))`)
    .join('\n');
  return `(module (memory (export "memory") ${(megabytes * 2 ** 20) / PAGE})
(func $triad (export "triad") (param $bytes i32) (param $times i32) (local $i i32) (local $b i32) (local $c i32)
(local.set $b (local.get $bytes)) (local.set $c (i32.shl (local.get $bytes) (i32.const 1)))
(block $done (loop $again
(br_if $done (i32.eqz (local.get $times)))
(local.set $times (i32.sub (local.get $times) (i32.const 1)))
(local.set $i (i32.const 0))
(loop $next
${[0, 16, 32, 48]
  .map(
    (o) =>
      `(v128.store offset=${o} (local.get $i) (f32x4.add (v128.load offset=${o} (i32.add (local.get $i) (local.get $b))) (f32x4.mul (v128.const f32x4 3 3 3 3) (v128.load offset=${o} (i32.add (local.get $i) (local.get $c))))))`,
  )
  .join('\n')}
(local.set $i (i32.add (local.get $i) (i32.const 64)))
(br_if $next (i32.lt_u (local.get $i) (local.get $bytes))))
(br $again))))
(func $peak (export "peak") (param $times i32) (result f32) (local $m v128) ${chains.map((x) => `(local ${x} v128)`).join(' ')}
(local.set $m (v128.const f32x4 0.5 0.5 0.5 0.5))
(loop $next
${step}
(local.set $times (i32.sub (local.get $times) (i32.const 1)))
(br_if $next (local.get $times)))
(f32x4.extract_lane 0 ${chains.slice(1).reduce((so, x) => `(f32x4.add ${so} (local.get ${x}))`, '(local.get $x0)')})))`;
};

function best(work, runs = 9) {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const before = performance.now();
    work();
    least = Math.min(least, performance.now() - before);
  }
  return least / 1000;
}

/** Gigabytes a second from cache and memory, and 10^9 f32 operations a second, of one core by 128-bit WebAssembly. */
export function measureMachine() {
  const { exports } = new WebAssembly.Instance(assemble(machineText(192)));
  const bandwidth = (bytes, times) => {
    exports.triad(bytes, times);
    return (3 * bytes * times) / best(() => exports.triad(bytes, times)) / 1e9;
  };
  const steps = 1_000_000;
  exports.peak(steps);
  return {
    cache: bandwidth(2 ** 16, 2000),
    memory: bandwidth(2 ** 26, 1),
    peak: (8 * CHAINS * steps) / best(() => exports.peak(steps)) / 1e9,
  };
}
