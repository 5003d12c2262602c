/** Where a simulator's time goes, by V8's own sampling profiler: shares by part of the step. */
import { Session } from 'node:inspector/promises';
import { heap } from '../../dist/simulator/arena.js';
import { kernelText } from '../../dist/simulator/kernel/kernelText.js';
import { makeKernelRoom } from '../../dist/simulator/kernel/room.js';
import { simulatorFor } from './telecomWorld.mjs';

/** The kernel's text for a small block; addresses apart it is that of any block. */
export function textOf(world) {
  const { block } = simulatorFor(world, 16);
  return kernelText(block, makeKernelRoom(world, block.slots, heap));
}

export const POPULATION = 'drawing the population (JavaScript)';

/** Parts of the JavaScript around the kernel, by file. */
const FILES = {
  'signals.js': 'windows and what happened (JavaScript)',
  'memory.js': 'windows and what happened (JavaScript)',
  'slots.js': 'moves between stages (JavaScript)',
  'finish.js': 'moves between stages (JavaScript)',
  'move.js': 'moves between stages (JavaScript)',
  'tick.js': 'calendar and whose turn it is (JavaScript)',
  'due.js': 'calendar and whose turn it is (JavaScript)',
  'observe.js': 'who decides, and what is decided (JavaScript)',
  'decider.js': 'who decides, and what is decided (JavaScript)',
  'deliver.js': 'sends, offers, opt-outs (JavaScript)',
  'offers.js': 'sends, offers, opt-outs (JavaScript)',
  'optOut.js': 'sends, offers, opt-outs (JavaScript)',
  'reset.js': POPULATION,
  'population.js': POPULATION,
};

/** Samples `work` every 200 microseconds, once it is warm: shares by part, largest first, but for parts left out. */
export async function sharesOf(world, work, leftOut = []) {
  work();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return shares(profile, partNames(world), leftOut);
}

function shares({ nodes, samples, timeDeltas }, names, leftOut) {
  const callOf = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const kernel = kernelUrl(nodes);
  const times = new Map();
  let all = 0;
  samples.forEach((id, k) => {
    const { functionName, url } = callOf.get(id);
    if (functionName === '(idle)' || functionName === 'dispatch') return;
    const index = /^wasm-function\[(\d+)\]$/.exec(functionName)?.[1];
    const file = url.split('/').at(-1);
    const part =
      index === undefined
        ? (FILES[file] ?? (url === '' ? 'garbage and native code' : 'the rest (JavaScript)'))
        : url === kernel
          ? names[index]
          : 'decisions: context, mask, scores';
    if (leftOut.includes(part)) return;
    times.set(part, (times.get(part) ?? 0) + timeDeltas[k]);
    all += timeDeltas[k];
  });
  return [...times].map(([part, time]) => ({ part, share: time / all })).sort((a, b) => b.share - a.share);
}

/** The module with the most functions: a policy's has one. */
function kernelUrl(nodes) {
  const counts = new Map();
  for (const { callFrame } of nodes)
    if (callFrame.functionName.startsWith('wasm-function'))
      counts.set(callFrame.url, (counts.get(callFrame.url) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** What each function of the kernel does, in the order of the module. */
function partNames(world) {
  return [...textOf(world).matchAll(/\(func \$(\w+)/g)].map(([, name]) => describe(world, name));
}

function describe({ signals, stages }, name) {
  const [kind, index] = name.split('_');
  switch (kind) {
    case 'luck':
      return 'luck: Philox';
    case 'decay':
      return 'adstocks';
    case 'ages':
      return 'times in stages';
    case 'signals':
      return `signals: ${signals.map(({ name: signal }) => signal).join(', ')}`;
    case 'states':
      return 'states';
    case 'exchange':
      return 'moves between stages: columns';
    case 'spread':
      return 'windows that leave a day';
    case 'exits':
      return `exits from ${stages[index].name}`;
    case 'stays':
      return `pays in ${stages[index].name}`;
    default:
      return name;
  }
}
