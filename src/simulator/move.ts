import { fillUniform } from '../core/luck.ts';
import { type Block, behavingCount } from './block.ts';
import { chooseExit, logitChances, type Refused, rateChances } from './exits.ts';
import type { Journal } from './journal.ts';
import { redeemOpen } from './offers.ts';
import { evaluateSlots, refuseValue } from './runner.ts';
import { exitLabel } from './runners.ts';

/** All state columns move at once: every `next` reads the old ones. */
export function moveStates(block: Block): void {
  const { own, runners } = block;
  const n = behavingCount(block);
  if (runners.next === null || n === 0) return;
  const values = evaluateSlots(runners.next, 0, n, block);
  own.states.forEach((column, k) => {
    column.set(values[k].subarray(0, n));
  });
}

/** One draw a customer for the exit from its stage; the new stage holds from the next tick on. */
export function moveStages(block: Block, journal: Journal | null): void {
  for (let stage = 0; stage < block.world.stages.length; stage++) {
    if (block.runners.exits[stage] !== null) moveFrom(block, journal, stage);
  }
}

function moveFrom(block: Block, journal: Journal | null, stage: number): void {
  const { world, uniforms, exitRoom, tick, movers, streams, idLow, idHigh, slots } = block;
  const { groups } = slots;
  const rows = slots.row.subarray(groups[stage], groups[stage + 1]);
  const { length } = rows;
  if (length === 0) return;
  workOutChances(block, stage, rows);
  const purpose = block.purposes.stages[stage];
  fillUniform(block.luck.stages[stage], streams.luck, purpose, tick, rows, length, idLow, idHigh, uniforms);
  const { exits } = world.stages[stage];
  for (let i = 0; i < length; i++) {
    const exit = chooseExit(exits, exitRoom.chances, i, uniforms[i]);
    if (exit < 0) continue;
    movers.exit[rows[i]] = exit;
    movers.rows[movers.n++] = rows[i];
    redeemOnEntry(block, journal, rows[i], exits[exit].to);
  }
}

/** The chance of each exit from a stage, into exitRoom.chances: lane i is row rows[i]. */
function workOutChances(block: Block, stage: number, rows: Int32Array): void {
  const { world, runners, exitRoom } = block;
  const shape = world.stages[stage];
  const runner = runners.exits[stage];
  if (runner === null) return;
  const values = evaluateSlots(runner, block.slots.groups[stage], rows.length, block);
  const refused: Refused | null =
    shape.form === 'logit'
      ? logitChances(values, rows.length, exitRoom)
      : rateChances(values, rows.length, world.clock.tickDays, exitRoom);
  if (refused === null) return;
  const { exit, lane } = refused;
  const wanted = shape.form === 'logit' ? 'a finite logit' : 'a finite rate of at least 0 a day';
  throw refuseValue(
    exitLabel(world, shape, shape.exits[exit].to),
    wanted,
    values[exit][lane],
    rows[lane],
    block,
  );
}

/** A stage that an offer waits for redeems it when it is entered. */
function redeemOnEntry(block: Block, journal: Journal | null, row: number, to: number): void {
  block.world.interventions.forEach(({ offer }, intervention) => {
    if (offer?.onStage === to) redeemOpen(block, journal, intervention, row);
  });
}
