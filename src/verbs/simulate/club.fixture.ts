/** A club whose members come by the season and bring others while they are content and have something to tell. */
export const club = `nextmove: 1
name: Club
clock: { start: "2025-01-06", tick: 1d, horizon: 120d }
currency: EUR
decide: [every 7d, on enter member]
parameters:
  told_on: { value: 0.02, low: 0.01, high: 0.03, why: "members whom a member brings a day who is full of it" }
population:
  size: 40
  arrivals: { perDay: "0.2 + 0.1 * (weekday >= 6)", start: visitor }
  referrals: { perDay: 0, start: { visitor: 0.5, member: 0.5 }, most: 3 }
  start: { visitor: 0.3, member: 0.7 }
  traits: { fee: { seen: true, logNormal: { median: 30, sigma: 0.3 } } }
signals:
  evening: { perDay: 0.15 }
  mishap:  { perDay: 0.03 }
behaviours:
  content: { use: satisfaction, good: evening, bad: mishap, start: 0.6, adds: { stages.member.exits.left: -2 } }
  told:    { use: wordOfMouth, mood: content, news: evening, adds: { population.referrals: told_on } }
  wages:   { use: payday, day: 27, lengthDays: 3, adds: { population.arrivals: 0.3 } }
channels: { email: { reach: 0.6, cost: 0.1 } }
interventions: { invite: { channels: [email], in: [visitor], cooldown: 14d } }
stages:
  visitor: { exits: { member: { logit: "-3 + adstock(invite, 7d)" }, left: { logit: -4, loss: true } } }
  member:  { conversion: true, pays: { margin: { perDay: "fee / 30" } }, exits: { left: { logit: -5.5, loss: true } } }
  left:    { terminal: true }
reward: { of: [margin, -contact_cost], window: 28d }
today: [{ do: invite }]
`;

/** The same without word of mouth: its customers are independent of one another. */
export const seasonalClub = club
  .replace(/ {2}referrals: .*\n/, '')
  .replace(/ {2}told: .*\n/, '')
  .replace(/ {2}told_on: .*\n/, '  rest: 1\n')
  .replace('"0.2 + 0.1 * (weekday >= 6)"', '"0.2 * rest + 0.1 * (weekday >= 6)"');
