/** What threads that do nothing but count gain on this machine at this moment: no program can gain more. */
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const STEPS = 300_000_000;

if (!isMainThread) {
  let x = 0;
  for (let i = 0; i < STEPS; i++) x = (x * 31 + i) | 0;
  parentPort.postMessage(x);
}

async function timeOf(threads) {
  const start = performance.now();
  const count = () => new Promise((resolve) => new Worker(new URL(import.meta.url)).on('message', resolve));
  await Promise.all(Array.from({ length: threads }, count));
  return performance.now() - start;
}

/** Times as fast as one thread. */
export async function gainOfCounting(threads) {
  const [one, several] = [await timeOf(1), await timeOf(threads)];
  return (threads * one) / several;
}
