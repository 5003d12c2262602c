import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { issue, NextmoveError } from '../../core/issue.ts';
import type { DecisionRequest } from '../../serving/index.ts';

/** Reads a request, or a list of them, from a JSON file, or from standard input where the path is `-`. */
export async function readRequest(path: string): Promise<DecisionRequest | readonly DecisionRequest[]> {
  const reading = path === '-' ? text(process.stdin) : readFile(path, 'utf8');
  const json = await reading.catch((error: NodeJS.ErrnoException) => {
    throw broken(path, `cannot be read (${error.code ?? error.message})`);
  });
  try {
    return JSON.parse(json) as DecisionRequest | readonly DecisionRequest[];
  } catch (error) {
    throw broken(path, `got no JSON: ${(error as Error).message}`);
  }
}

function broken(path: string, message: string): NextmoveError {
  const hint = 'A request looks like { "customer": "c1", "stage": "active", "traits": {}, "signals": {} }.';
  return new NextmoveError(issue('request/file', message, { at: { file: path }, hint }));
}
