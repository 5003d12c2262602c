import { expect, it } from 'vitest';
import { unwrap } from '../core/issue.ts';
import { makeActionSet } from '../journey/actions.ts';
import { makeGraphBuilder } from '../language/builder.ts';
import { makeLeaf } from '../language/leaves.ts';
import { telecomContext, telecomGuardrails, telecomParts } from '../policies/bundle.fixture.ts';
import { makeBundle } from '../policies/makeBundle.ts';
import { openBundle } from '../policies/openBundle.ts';
import { rulesBody } from '../policies/rules.ts';
import { createDecider } from './decider.ts';
import { explainDecision } from './explain.ts';
import { makeMemoryStore } from './memoryStore.ts';
import { makeMemoryLog } from './records.ts';
import { request, START, service } from './service.fixture.ts';
import { makeWhy, whyOf } from './why.ts';

it('names the best score and the next one, or what was explored instead of the best', async () => {
  const { decider } = await service();
  const whys = Array.from({ length: 60 }, (_, i) =>
    decider.decide(request({ customer: `c${i}`, decisionId: `d${i}` })),
  );
  const because = new Map(whys.map(({ proposed, why }) => [proposed, why]));
  expect(Object.fromEntries(because)).toEqual({
    'tips@email':
      'tips@email, drawn with probability 0.8 from 3 legal actions: it has the best score 1, then discount@email with 0.5.',
    'discount@email':
      'discount@email, drawn with probability 0.1 from 3 legal actions to explore: it has the score 0.5, and tips@email the best, 1.',
    none: 'none, drawn with probability 0.1 from 3 legal actions to explore: it has the score 0, and tips@email the best, 1.',
  });
});

it('names the rule that held, and that none did', async () => {
  const build = makeGraphBuilder();
  const bill = build.leaf(makeLeaf({ kind: 'feature', name: 'bill' }, 'real', true));
  const dear = build.binary('lt', build.constant(30, 'real'), bill);
  const actions = makeActionSet(telecomGuardrails().actions.map(({ action }) => action));
  const policy = rulesBody(
    { actions, features: telecomContext().features },
    {
      graph: build.graph(),
      rules: [
        { when: dear, action: 'rescue@call' },
        { when: dear, action: 'discount@email' },
      ],
      thresholds: [],
      law: { kind: 'greedy', epsilon: 0 },
    },
  );
  const bundle = unwrap(await openBundle(await makeBundle(telecomParts({ policy }))));
  const log = makeMemoryLog();
  const decider = createDecider({ bundle, store: makeMemoryStore(), log, now: () => START });
  // A rescue call is not legal in this stage, so that the second rule is the first that counts.
  expect(decider.decide(request()).why).toBe(
    'discount@email, drawn with probability 1 from 3 legal actions: the rule `bill > 30.0` held.',
  );
  const cheap = request({ customer: 'bob', decisionId: 'd2', traits: { bill: 20, contract: 'rolling' } });
  expect(decider.decide(cheap).why).toBe(
    'none, drawn with probability 1 from 3 legal actions: no rule with a legal action held.',
  );
});

it('says of another bundle only what the record holds', async () => {
  const { decider, log, bundle } = await service();
  decider.decide(request());
  const [record] = log.records;
  if (record.record !== 'decision') throw new Error('wanted a decision');
  const foreign = { ...record, policyId: 'f'.repeat(16) };
  expect(makeWhy(bundle)(foreign)).toBe(whyOf(record));
  expect(explainDecision(foreign, bundle).why).toMatch(
    /drawn with probability 0\.\d from 3 legal actions\.$/,
  );
});
