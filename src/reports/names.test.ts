import { describe, expect, it } from 'vitest';
import { telecom } from './comparison.fixture.ts';
import {
  actionLabel,
  actionName,
  brief,
  label,
  listed,
  policyInText,
  policyInWords,
  policyLabel,
  prose,
} from './names.ts';

it('turns identifiers into words', () => {
  expect(actionName('none')).toBe('no contact');
  expect(actionName('rescue@call')).toBe('rescue by call');
  expect(actionLabel('tips@app_message')).toBe('Tips by app message');
  expect(label('bill_shock')).toBe('Bill shock');
});

describe('policies', () => {
  const { policies } = telecom;
  it('go by their role, with the article in a sentence and without it as a label', () => {
    expect(policyInText(policies, 'Linear Thompson sampling')).toBe('the learned policy');
    expect(policyLabel(policies, 'Linear Thompson sampling')).toBe('Learned policy');
    expect(policyLabel(policies, 'Today’s rules, tuned')).toBe('Tuned rules');
  });
  it('go by their titles where two share a role, or none is known', () => {
    const two = [...policies, { ...policies[5], title: 'LinUCB' }];
    expect(policyInText(two, 'LinUCB')).toBe('LinUCB');
    expect(policyInText(policies, 'Spring campaign')).toBe('Spring campaign');
  });
});

it('writes texts from elsewhere in its own spelling', () => {
  expect(prose('worth most for order_size 3 to 4')).toBe('worth most for order size 3 to 4');
  expect(prose('see http://a.b/c_d')).toBe('see http://a.b/c_d');
  expect(policyInWords('the table data/shop/prices_all.csv.gz')).toBe('the table prices_all.csv.gz');
  expect(policyInWords('always tips@app_message')).toBe('always tips by app message');
  expect(prose("Use rescue@call (9 % of today's decisions)")).toBe(
    'Use rescue by call (9% of today’s decisions)',
  );
});

it('lists and shortens', () => {
  expect(listed(['a'])).toBe('a');
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  expect(brief('Telecom retention')).toBe('Telecom retention');
  expect(brief('x'.repeat(60))).toHaveLength(39);
});
