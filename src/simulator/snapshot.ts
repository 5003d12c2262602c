import { issue, NextmoveError } from '../core/issue.ts';
import { type Column, type Packed, packColumns, unpackColumns } from '../core/packColumns.ts';
import type { World } from '../scenario/world.ts';
import type { Block } from './block.ts';
import { ledgerState, setLedgerState } from './ledgers.ts';
import { movingPartsOf, readParts, writeParts } from './movingParts.ts';
import { decisionIdKey } from './reset.ts';
import type { Streams } from './streams.ts';

/** What a snapshot says of itself besides its columns. */
type Facts = {
  /** Hash of the resolved scenario. */
  readonly world: string;
  readonly streams: Streams;
  /** Of the run; a block in which nobody is followed any longer stays behind. */
  readonly tick: number;
  readonly blocks: readonly Pick<Block, 'n' | 'size' | 'cohortSize' | 'tick'>[];
};

/**
 * The whole state of a world's blocks between two ticks as one buffer, with magic, version, checksum and a table of its
 * columns: it can be written to a file, sent to a worker, and opened there or later. The blocks are of one world;
 * those of a coupled world share their ledgers.
 */
export function takeSnapshot(
  blocks: readonly Block[],
  tick: number = blocks[0].tick,
): Uint8Array<ArrayBuffer> {
  const [{ world, streams, admitter }] = blocks;
  const columns = new Map<string, Column>();
  blocks.forEach((block, k) => {
    for (const [name, part] of readParts(movingPartsOf(block))) columns.set(`block/${k}/${name}`, part);
  });
  if (admitter) columns.set(LEDGERS, ledgerState(admitter.ledgers));
  const counts = blocks.map(({ n, size, cohortSize, tick }) => ({ n, size, cohortSize, tick }));
  const facts: Facts = { world: world.hash, streams, tick, blocks: counts };
  return packColumns({ facts, columns });
}

/**
 * Puts a snapshot into blocks of the same world, number and capacity: they go on to the same bits as those that it was
 * taken of, whichever their back ends. Gives the tick. Throws NextmoveError where the bytes are none, or of something else; the blocks are
 * to be reset then.
 */
export function openSnapshot(blocks: readonly Block[], bytes: Uint8Array): number {
  const packed = unpackColumns(bytes);
  const facts = packed.facts as Facts;
  check(blocks, facts);
  blocks.forEach((block, k) => {
    open(block, { facts, k, packed });
  });
  const [{ admitter }] = blocks;
  if (admitter) setLedgerState(admitter.ledgers, packed.columns.get(LEDGERS) as Float64Array);
  return facts.tick;
}

const LEDGERS = 'ledgers';

function open(
  block: Block,
  { facts, k, packed }: { readonly facts: Facts; readonly k: number; readonly packed: Packed },
): void {
  const prefix = `block/${k}/`;
  const own = [...packed.columns].filter(([name]) => name.startsWith(prefix));
  const parts = new Map(own.map(([name, part]) => [name.slice(prefix.length), part]));
  const misfit = writeParts(movingPartsOf(block), parts);
  if (misfit !== null)
    throw refused(misfit, 'The block is of another capacity: make it of as many customers.');
  Object.assign(block, facts.blocks[k]);
  block.streams = facts.streams;
  block.idKey = decisionIdKey(facts.streams);
  block.backend.resume(block);
}

function check(blocks: readonly Block[], facts: Facts): void {
  const [{ world }] = blocks;
  if (facts.world !== world.hash) throw otherWorld(facts, world);
  if (facts.blocks.length !== blocks.length) {
    throw refused(`${facts.blocks.length} blocks, wanted ${blocks.length}`, 'Take blocks of the same size.');
  }
}

function otherWorld(facts: Facts, { scenario, hash }: World): NextmoveError {
  const got = `a snapshot of the scenario with hash ${facts.world}, wanted one of ${scenario.name}, ${hash}`;
  return refused(got, 'Open it with the scenario that it was taken of.');
}

function refused(got: string, hint: string): NextmoveError {
  return new NextmoveError(issue('snapshot/misfit', `got ${got}`, { hint }));
}
