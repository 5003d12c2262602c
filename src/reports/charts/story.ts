import type { Comparison, Story } from '../../evaluation/comparison.ts';
import { write } from '../amounts.ts';
import type { Chart, ChartDefinition } from '../chart.ts';
import { axis, canvas, type Dot, dots, type Span, spans, type Text, texts } from '../layers.ts';
import { kindOf, type Stay, staysOf, tellingKinds } from '../lives.ts';
import { actionLabel, actionName, label, policyInText, policyLabel, words } from '../names.ts';
import { type Pair, pairOf } from '../pair.ts';
import type { Tone } from '../palette.ts';
import type { Spec } from '../render.ts';
import { scaleOf } from '../ticks.ts';
import { textWidth, wrap } from '../wrap.ts';

/** Kinds of happenings that are drawn. */
const KINDS = 6;
/** Happenings of more days than this are in the picture alone, not in the table. */
const RARE = 20;
const ROW = 28;
const HEADING = 26;
const LANE = 6;

type Life = Story['lives'][number] & {
  readonly stays: readonly Stay[];
  readonly text: string;
  readonly label: string;
  readonly tone: Tone;
  readonly lane: number;
};

/** One customer's life under both policies, day by day: the stage held, the contacts, what happened. */
export const story: ChartDefinition<Comparison> = {
  name: 'story',
  place: 'customer',
  chart(comparison) {
    const told = comparison.story;
    if (told === null || told.lives.every((life) => life.days.length === 0)) return null;
    const pair = pairOf(comparison);
    const lives = livesOf(comparison);
    const stages = comparison.scenario.stages.map((stage) => stage.name);
    const rows = rowsOf(lives, stages);
    const summary = lives.map(
      (life) => `${write(life.value, pair.money, { step: 0.01 })} under ${life.text}`,
    );
    return {
      title: `The same customer on the same luck: ${summary.join(', ')}`,
      caption:
        'Bars: the stage held. Dots: contacts that were sent, filled where they reached the customer, hollow where they did not. ' +
        'The totals are discounted and hold what the customer is still worth at the end. ' +
        `${told.chosen} One realised difference, to illustrate; it proves nothing by itself.`,
      alt: `Timeline of two lives. ${lives.map((life) => `${life.label}: ${inDays(life.stays)}`).join('. ')}.`,
      table: tableOf(lives, rows, pair),
      spec: (width) => draw(lives, rows, pair, width),
    };
  },
};

function livesOf({ story: told, scenario, policies, headline }: Comparison): Life[] {
  const { lives } = told!;
  return lives.map((life, i) => ({
    ...life,
    stays: staysOf(life.days, scenario.horizonDays),
    text: policyInText(policies, life.policy),
    label: policyLabel(policies, life.policy),
    tone: life.policy === headline.agent ? 'blue' : 'grey',
    lane: (i - (lives.length - 1) / 2) * 2 * LANE,
  }));
}

type Rows = {
  readonly stages: readonly string[];
  readonly actions: readonly string[];
  readonly kinds: readonly string[];
};

function rowsOf(lives: readonly Life[], order: readonly string[]): Rows {
  const days = lives.flatMap((life) => life.days);
  const held = new Set(lives.flatMap((life) => life.stays.map((stay) => stay.stage)));
  return {
    stages: [...order.filter((s) => held.has(s)), ...[...held].filter((s) => !order.includes(s))],
    actions: [
      ...new Set(days.flatMap(({ action }) => (action === null || action === 'none' ? [] : [action]))),
    ],
    kinds: tellingKinds(days, KINDS),
  };
}

const inDays = (stays: readonly Stay[]) =>
  stays.map((stay) => `${words(stay.stage)} from day ${stay.from}`).join(', ');

function draw(lives: readonly Life[], rows: Rows, pair: Pair, width: number): Spec {
  const names = [...rows.stages.map(words), ...rows.actions.map(actionName), ...rows.kinds.map(words)];
  const left = Math.min(
    width < 500 ? 104 : 160,
    14 + Math.max(...names.map((name) => textWidth(name, 12.5))),
  );
  const right = 10;
  const last = Math.max(...lives.flatMap((life) => life.stays.map((stay) => stay.to)));
  const scale = { ...scaleOf([0, last], (width - left) / 60), low: 0, high: last };
  const layout = placed(rows);
  const at = (group: keyof Rows, name: string) => layout.at.get(`${group}/${name}`);
  const bars: Span[] = [];
  const contacts: Dot[] = [];
  const happenings: Dot[] = [];
  for (const { days, stays, tone, lane } of lives) {
    for (const { stage, from, to } of stays) bars.push({ from, to, y: at('stages', stage)! + lane, tone });
    for (const { day, action, reached, happened } of days) {
      const row = action === null ? undefined : at('actions', action);
      if (row !== undefined) contacts.push({ value: day + 0.5, y: row + lane, tone, hollow: !reached });
      for (const kind of happened) {
        const place = at('kinds', kindOf(kind));
        if (place !== undefined) happenings.push({ value: day + 0.5, y: place + lane, tone });
      }
    }
  }
  const ticks = scale.ticks.filter((tick) => tick <= last);
  return canvas(width, layout.height, { left, right, top: 32 + 18 * lives.length, bottom: 4 }, [
    axis({ ...scale, ticks }, layout.height),
    spans(bars, 9),
    dots(contacts, 60),
    dots(happenings, 16),
    ...labels(rows, layout, left),
    ...legend(lives, pair, left),
  ]);
}

type Layout = {
  readonly at: ReadonlyMap<string, number>;
  readonly headings: readonly (readonly [string, number])[];
  readonly height: number;
};

function placed(rows: Rows): Layout {
  const at = new Map<string, number>();
  const headings: [string, number][] = [];
  let y = 0;
  for (const [group, title] of [
    ['stages', 'Stage'],
    ['actions', 'Contact sent'],
    ['kinds', 'What happened'],
  ] as const) {
    if (rows[group].length === 0) continue;
    headings.push([title, y + 17]);
    y += HEADING;
    for (const name of rows[group]) {
      at.set(`${group}/${name}`, y + ROW / 2);
      y += ROW;
    }
  }
  return { at, headings, height: y };
}

function labels(rows: Rows, { at, headings }: Layout, left: number): Spec[] {
  const names = (['stages', 'actions', 'kinds'] as const).flatMap((group) =>
    rows[group].flatMap((name): Text[] => {
      const lines = wrap(group === 'actions' ? actionLabel(name) : label(name), left - 8, { most: 2 });
      const middle = at.get(`${group}/${name}`)! + 4 - (lines.length - 1) * 6.5;
      return lines.map((text, line) => ({ x: -left, y: middle + 13 * line, text, tone: 'ink' }));
    }),
  );
  const titles = [['Day', -8] as const, ...headings].map(
    ([text, y]): Text => ({ x: -left, y, text, tone: 'quiet' }),
  );
  return [texts(names), texts(titles, { size: 11, bold: true })];
}

function legend(lives: readonly Life[], pair: Pair, left: number): Spec[] {
  const lines = lives.map(
    (life, i): Text => ({
      x: -left + 18,
      y: -34 - 18 * (lives.length - 1 - i),
      tone: 'ink',
      text: `${life.label}: ${write(life.value, pair.money, { step: 0.01 })}`,
    }),
  );
  const keys = lines.map(({ y }, i): Text => ({ x: -left, y: y + 1, text: '▬', tone: lives[i].tone }));
  return [texts(keys, { size: 14 }), texts(lines)];
}

/** The days on which something changed: contacts, changes of stage, and rare happenings. */
function tableOf(lives: readonly Life[], rows: Rows, pair: Pair): Chart['table'] {
  const days = lives.flatMap((life) => life.days);
  const times = (kind: string) =>
    days.filter((day) => day.happened.some((what) => kindOf(what) === kind)).length;
  const rare = rows.kinds.filter((kind) => times(kind) <= RARE);
  const entries = lives.flatMap((life) =>
    life.days.flatMap((day, i) => {
      const moved = life.stays.some((stay) => stay.from === day.day) || i === 0;
      const drawn = day.happened.filter((kind) => rare.includes(kindOf(kind)));
      const sent = day.action !== null && day.action !== 'none';
      if (!moved && !sent && drawn.length === 0) return [];
      const contact = sent ? `${actionName(day.action!)}, ${day.reached ? 'reached' : 'not reached'}` : '';
      return [
        [
          life.label,
          day.day,
          label(day.stage),
          contact,
          drawn.map(words).join(', '),
          write(day.value, pair.money, { step: 0.01 }),
        ],
      ];
    }),
  );
  return {
    caption: 'Days on which something changed',
    columns: [
      { title: 'Policy' },
      { title: 'Day', numeric: true },
      { title: 'Stage' },
      { title: 'Contact' },
      { title: 'Happened' },
      { title: 'Value that day', numeric: true },
    ],
    rows: entries,
  };
}
