/** What a thread of a crew runs: jobs one after the other, as they come. */
import { parentPort } from 'node:worker_threads';
import { failureOf } from './failure.ts';
import { type Answer, type JobWatch, type Order, runJob, type Worlds } from './jobs.ts';

const port = parentPort;
const worlds: Worlds = new Map();
if (port === null) throw new Error('this file runs as a thread of a crew, not by itself');

port.on('message', async ({ id, kind, input }: Order) => {
  const answer = (message: Answer) => port.postMessage(message);
  try {
    const watch: JobWatch = {
      onProgress: (progress) => answer({ id, progress }),
      onKept: (piece, state) => port.postMessage({ id, kept: { piece, state } }, [state.buffer]),
    };
    const output = await runJob(kind, input, watch, worlds);
    answer({ id, output });
  } catch (error) {
    answer({ id, failure: failureOf(error) });
  }
});
