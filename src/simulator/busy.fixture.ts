/** Of a tiny world in which something of everything happens: what people are, do and are sent, and what it pays. */
export const BUSY_TRAITS =
  '{ bill: { seen: true, logNormal: { median: 30, sigma: 0.4 } }, twice: { seen: false, formula: "2 * bill" } }';

/** A hidden end, signals by rate and chance, offers, consent, and stages here, there, gone and lost. */
export const BUSY = `
state: { mood: { start: "bill / 40", next: "0.9 * mood + 0.1 * reached(any) + 0.05 * count(visit)" } }
signals: { visit: { perDay: "0.3 + 0.1 * mood" }, call: { chance: "0.1 + 0.02 * (count(visit, 3d) > 0)" } }
features: { visits: "count(visit, 5d)", age: "since(visit, never: 30d)" }
channels: { email: { reach: 0.7, cost: 0.1, consent: 0.8, optOut: 0.05 } }
interventions: { hello: { channels: [email], in: [here, there], cooldown: 3d, offer: { cost: 1, chance: 0.3, within: 4d } } }
stages:
  here: { pays: { margin: { perDay: "bill / 30" } }, exits: { there: { logit: "-2 + mood" }, gone: { logit: -3, loss: true } } }
  there: { pays: { margin: { perDay: 1 } }, exits: { here: { perDay: 0.1 }, lost: { perDay: 0.05, loss: true } } }
  gone: { terminal: true }
  lost: { terminal: true, seenAs: here, seenAfter: 3d }
terminalValue: 5
reward: { of: [margin, -contact_cost, -offer_cost], window: 5d, discountPerYear: 0.1 }`;
