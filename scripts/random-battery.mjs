#!/usr/bin/env node
/**
 * Words of nextmove's luck on standard output, without end, for a battery of statistical tests. Needs a build.
 *
 *   node scripts/random-battery.mjs STREAM [--seed 1]
 *
 * | stream | words, in this order |
 * | --- | --- |
 * | decisions | one draw of each of 4,096 customers, tick after tick, then of the next customers |
 * | kernel | the same as the kernel draws them, four ticks of a customer after one another |
 * | purpose | 4,096 draws of other names by one customer in one tick, then of the next |
 * | keys | a draw of each of 16 customers, under one key after another of those that lie side by side in the tree of seeds |
 */
import { deriveKey, drawWord, hash64, purposeOf } from '../dist/core/luck.js';
import { assemble } from '../dist/simulator/kernel/assemble.js';
import { moduleText } from '../dist/simulator/kernel/moduleText.js';
import { luckFunction } from '../dist/simulator/kernel/philoxLanes.js';

const [stream, , seed = '1'] = process.argv.slice(2);
const AT_ONCE = 4096;
const TICKS = 364;
/** Words written at once. */
const CHUNK = 2 ** 18;

/** The key of a seed's luck, as a run has it. */
const key = deriveKey(deriveKey(hash64(seed), 'luck'), 'evaluation/0');

function* decisions() {
  const purpose = purposeOf('stage/usage');
  for (let from = 0; ; from += AT_ONCE) {
    for (let tick = 0; tick < TICKS; tick++) {
      for (let c = from; c < from + AT_ONCE; c++) yield drawWord(key, c, 0, tick, purpose);
    }
  }
}

function* kernel() {
  const column = 4 * AT_ONCE;
  const draws = [{ purpose: purposeOf('stage/usage'), words: 2 * column }];
  const memory = new WebAssembly.Memory({ initial: Math.ceil((7 * column) / 65536) });
  const text = luckFunction('luck', draws, { low: 0, high: column, stride: column });
  const { exports } = new WebAssembly.Instance(assemble(moduleText([text])), { block: { memory } });
  const [low, high] = [0, column].map((at) => new Uint32Array(memory.buffer, at, AT_ONCE));
  const words = new Uint32Array(memory.buffer, 2 * column, 4 * AT_ONCE);
  high.fill(0);
  for (let from = 0; ; from += AT_ONCE) {
    for (let c = 0; c < AT_ONCE; c++) low[c] = from + c;
    for (let epoch = 0; epoch < TICKS / 4; epoch++) {
      exports.luck(0, AT_ONCE, key[0], key[1], epoch);
      for (let c = 0; c < AT_ONCE; c++) for (let w = 0; w < 4; w++) yield words[w * AT_ONCE + c];
    }
  }
}

function* purpose() {
  const purposes = Array.from({ length: AT_ONCE }, (_, k) => purposeOf(`signal/s${k}`));
  for (let customer = 0; ; customer++) for (const one of purposes) yield drawWord(key, customer, 0, 0, one);
}

function* keys() {
  const draw = purposeOf('stage/usage');
  const root = hash64(seed);
  for (let repeat = 0; ; repeat++) {
    const own = deriveKey(root, `evaluation/${repeat}`);
    for (let customer = 0; customer < 16; customer++) yield drawWord(own, customer, 0, 0, draw);
  }
}

const streams = { decisions, kernel, purpose, keys };
if (!Object.hasOwn(streams, stream ?? '')) {
  console.error(`got the stream ${stream}, wanted one of ${Object.keys(streams).join(', ')}`);
  process.exit(2);
}
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const words = streams[stream]();
for (;;) {
  const chunk = new Uint32Array(CHUNK);
  for (let i = 0; i < CHUNK; i++) chunk[i] = words.next().value;
  const flows = process.stdout.write(new Uint8Array(chunk.buffer));
  if (!flows) await new Promise((resolve) => process.stdout.once('drain', resolve));
}
