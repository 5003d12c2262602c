import { readFileSync } from 'node:fs';
import os from 'node:os';

/** Version of this package. */
export const version: string = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version;

/** What ran: kind of processor, cores, system and Node, without a name or path of the machine. */
export function machineName(): string {
  const cpus = os.cpus();
  const model = cpus[0]?.model.trim() || 'unknown processor';
  return `${cpus.length} x ${model}, ${os.platform()} ${os.arch()}, Node ${process.versions.node}`;
}
