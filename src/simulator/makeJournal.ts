import { makeBlock as makeRecords } from '../journey/blocks.ts';
import { canonicalBlock } from '../journey/canonical.ts';
import { EventKind, type LogSchema } from '../journey/records.ts';
import type { Block } from './block.ts';
import { makeDecisionTable } from './decisionTable.ts';
import { makeEndingTable } from './endingTable.ts';
import { makeEventTable } from './eventTable.ts';
import { makeHiddenTable } from './hiddenTable.ts';
import type { LogLevel, RecordingJournal } from './journal.ts';
import { makeOutcomeTable } from './outcomeTable.ts';

export function makeJournal(block: Block, schema: LogSchema, level: LogLevel): RecordingJournal {
  const records = makeRecords(schema, { decisions: 1024, outcomes: 1024, events: 16, endings: 64 });
  const decisions = makeDecisionTable(block, schema, records.decisions);
  const outcomes = makeOutcomeTable(block, schema, records.outcomes);
  const endings = makeEndingTable(schema, records.endings);
  const events = level !== 'decisions' ? makeEventTable(records.events) : null;
  const hidden = level === 'full' ? makeHiddenTable(block, schema) : null;
  const tables = [records.decisions, records.outcomes, records.endings, records.events, hidden?.table];
  return {
    decided: level === 'events' ? () => {} : decisions.add,
    outcome: (of, row, posting) => outcomes.add(of, row, posting, [of.tick, 1]),
    recurring: level === 'events' ? () => {} : outcomes.recurring,
    left: outcomes.left,
    sent: (of, row, action) => events?.add(of, row, [EventKind.sent, action, 1]),
    signalled(of, signal, { n, rows, counts }) {
      for (let i = 0; i < n; i++) events?.add(of, rows[i], [EventKind.signal, signal, counts[i]]);
    },
    seen: (of, row, seenStage) => events?.add(of, row, [EventKind.stage, seenStage, 1]),
    ended(of, seen, code) {
      endings.add(of, seen, code);
      for (const row of seen.rows) outcomes.close(of, row);
    },
    truth: (of) => hidden?.add(of, of.rows, of.n),
    take() {
      const taken = canonicalBlock(schema, { ...records, hidden: hidden?.table ?? null });
      for (const table of tables) if (table) table.n = 0;
      return taken;
    },
  };
}
