import { describeValue, type Finding } from '../reading/finding.ts';
import type { Scenario } from '../scenario.ts';

/** The calendar exists, and what looks ahead looks no further than the horizon. */
export function checkTimes({ clock, reward, decide }: Scenario): Finding[] {
  const { start, zone, horizonDays } = clock;
  const findings: Finding[] = [];
  if (!isDate(start)) {
    findings.push({
      code: 'scenario/value',
      path: ['clock', 'start'],
      message: `got ${describeValue(start)}, wanted a day of the calendar`,
    });
  }
  if (!isZone(zone)) {
    const message = `got ${describeValue(zone)}, wanted an IANA time zone`;
    findings.push({
      code: 'scenario/value',
      path: ['clock', 'zone'],
      message,
      hint: 'For example `Europe/London`.',
    });
  }
  if (reward.windowDays > horizonDays) {
    const message = `got a window of ${reward.windowDays}d, wanted at most the horizon of ${horizonDays}d`;
    findings.push({ code: 'scenario/window', path: ['reward', 'window'], message });
  } else if (2 * reward.windowDays > horizonDays) {
    const message = `got a window of ${reward.windowDays}d in a horizon of ${horizonDays}d: most decisions are cut off before their reward is known`;
    findings.push({ code: 'scenario/window', path: ['reward', 'window'], message, severity: 'warning' });
  }
  decide.forEach((trigger, i) => {
    if (trigger.kind !== 'every' || trigger.days <= horizonDays) return;
    const message = `got a decision every ${trigger.days}d, wanted at most the horizon of ${horizonDays}d`;
    findings.push({ code: 'scenario/window', path: ['decide', i], message });
  });
  return findings;
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
