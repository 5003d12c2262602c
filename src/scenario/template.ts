/** A small but complete scenario with a remark at every part: what `nextmove init` writes to start from. */
export function scenarioTemplate(): string {
  return TEMPLATE;
}

const TEMPLATE = `# A nextmove scenario: who your customers are, what they do, and what you can do for them.
# Change the numbers to yours; \`nextmove simulate FILE\` runs it and says what does not fit, with line and column.
# Formulas are text in quotes. They know traits, state, signals and the times below; plain numbers are formulas too.
# A file that says \`extends: scenario.yaml\` holds only what it changes; null takes a key away.
nextmove: 1
name: My first scenario
description: Members of a sports club who come less and less, and what the club can do about it.
clock: { start: "2025-01-06", tick: 1d, horizon: 182d, zone: Europe/London }
currency: EUR
decide: [every 7d, on enter regular] # also: on SIGNAL, after cooldown of INTERVENTION

# Numbers that you are not sure of: the report says which of them move the result most.
parameters:
  call_effect: { value: 1.2, low: 0.4, high: 1.8, unit: log-odds, why: "our own calls of last spring, few" }
  visit_habit: { value: 0.35, low: 0.25, high: 0.45, unit: visits a day, why: "turnstile counts: two to three visits a week" }

population:
  size: 5000
  start: { newcomer: 0.3, regular: 0.7 }
  traits: # what a customer is; seen by you or not
    fee:      { seen: true, unit: EUR a month, logNormal: { median: 30, sigma: 0.3 } }
    plan:     { seen: true, oneOf: { monthly: 0.6, yearly: 0.4 } }
    need:     { seen: false, normal: { mean: 0, sd: 1, min: -3, max: 3 } } # of encouragement
    touchy:   { seen: false, chance: 0.2 } # does not like to be contacted
    # Also uniform, beta, gamma, poisson: { mean: 2 }, formula, and segments of customers:
    # distance: { seen: true, mixture: [{ share: 0.7, gamma: { shape: 2, scale: 1 } }, { share: 0.3, uniform: [10, 40] }] }
  # Customers who come later, and customers whom others bring (see scenarios/newcomers.md):
  # arrivals: { perDay: "6 + 4 * (weekday >= 6)", start: newcomer }
  # referrals: { perDay: "0.001 * max(drive, 0)", start: newcomer, most: 1 }
  # Traits that go together: correlated: { traits: [fee, need], pairs: { "fee, need": 0.3 } }
  # Traits from your own file: rows: { file: members.csv, columns: { age: Age, branch: { column: Branch, seen: true } } }

state: # moves every tick, hidden from you; reads the old state and what happened in this tick
  fatigue: { start: 0, next: "0.93 * fatigue + reached(any)" }
  drive:   { start: 0, next: "clamp(0.98 * drive + 0.05 * visit - 0.02, -2, 2)" }

signals: # what you see happen: perDay is a rate, chance a probability a tick
  visit:     { perDay: "by(stage, 'gone': 0, else: visit_habit * exp(0.5 * drive))" }
  complaint: { chance: "0.002 + 0.003 * (fatigue > 2)" }

features: # what a policy may look at, besides stage, seen traits and your own contacts
  visits_2_weeks: "count(visit, 14d)"
  visits_before:  "count(visit, 42d) - count(visit, 14d)"
  complaints:     "count(complaint, 28d)"

channels: # how you reach customers
  email: { reach: 0.4, cost: 0.01, optOut: "logistic(-7 + fatigue + 1.5 * touchy)", consent: 0.8 }
  phone: { reach: 0.6, cost: 4 }

interventions: # what you can do, over which channels and in which stages as you see them
  tips:     { channels: email, in: [newcomer, regular], cooldown: 14d }
  call:     { channels: phone, in: [newcomer, regular], cooldown: 42d, description: A trainer calls. }
  discount:
    channels: [email, phone]
    in: [regular]
    eligible: "plan == 'monthly'"
    cooldown: 90d
    offer: { cost: "0.5 * fee", within: 14d, chance: "logistic(-0.5 + need)" }

stages: # where customers are, what it pays, and how they leave: logit against staying, a tick
  newcomer:
    pays: { margin: { perDay: "0.4 * fee / 30" } }
    exits:
      regular: { logit: "-3.5 + drive + 0.5 * adstock(tips, 7d)" }
      gone:    { logit: "-6 - drive + touchy * fatigue - call_effect * adstock(call, 14d)", loss: true }
  regular:
    conversion: true
    pays: { margin: { perDay: "0.4 * fee / 30" } }
    exits:
      drifting: { logit: "-5 - 0.5 * drive + 0.3 * fatigue", loss: true }
  drifting:
    seenAs: regular # you cannot see it
    pays: { margin: { perDay: "0.4 * fee / 30" } }
    exits:
      regular: { logit: "-4.5 + call_effect * adstock(call, 14d) + need * adstock(discount, 21d)" }
      gone:    { logit: "-4.2 + touchy * fatigue - table(inStage, 0d: 1, 30d: 0)", loss: true }
  gone: { terminal: true }

# What a decision is judged by: these outcomes within the window behind it.
reward: { name: margin_56d, of: [margin, -contact_cost, -offer_cost], window: 56d, discountPerYear: 0.10 }
terminalValue: "6 * 0.4 * fee" # of a customer who is still there at the end: six more months

guardrails: # hold for every policy, in training and in service
  caps:  [{ amount: 3, per: 30d }]
  quiet: { days: [sunday] }
  holdout: 0.05

today: # your rules: the first that applies acts
  - { when: "stage == 'newcomer'", do: tips, every: 28d }
  - { when: "count(visit, 28d) < 2 and inStage > 28d", do: call }
  - { when: "count(complaint, 28d) > 0", do: discount@email, once: true }
`;
