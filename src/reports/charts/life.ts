import { each, money, write } from '../amounts.ts';
import type { ChartDefinition } from '../chart.ts';
import { axis, canvas, type Dot, dots, type Span, spans, type Text, texts, uprights } from '../layers.ts';
import type { Stay } from '../lives.ts';
import { actionLabel, actionName, label, words } from '../names.ts';
import { colour } from '../palette.ts';
import type { Spec } from '../render.ts';
import { scaleOf } from '../ticks.ts';
import { textWidth, wrap } from '../wrap.ts';

/** One customer's life, as it was: days count from the start of the world. */
export type LivedLife = {
  /** Whose, under which policy, on which luck. */
  readonly title: string;
  readonly currency: string;
  readonly horizonDays: number;
  /** In the scenario's order. */
  readonly stages: readonly string[];
  readonly held: readonly Stay[];
  /** As the business saw it. */
  readonly seen: readonly Stay[];
  readonly contacts: readonly { readonly day: number; readonly action: string; readonly reached: boolean }[];
  readonly happenings: readonly { readonly day: number; readonly kind: string }[];
  /** What the customer has come to by the end of a day, undiscounted. */
  readonly earned: readonly { readonly day: number; readonly total: number }[];
  /** A day that is looked into, or null. */
  readonly looked: number | null;
};

const ROW = 28;
const HEADING = 26;
const MONEY = 72;
/** Kinds of happenings that are drawn: the rarest, since what happens all the time would drown them. */
const KINDS = 8;

type Row = { readonly key: string; readonly text: string };
type Group = { readonly title: string; readonly rows: readonly Row[] };

/** The stages of one life as bars, true above seen, with contacts, what happened, and what it came to. */
export const life: ChartDefinition<LivedLife> = {
  name: 'life',
  place: 'customer',
  chart(lived) {
    const total = lived.earned.at(-1)?.total ?? 0;
    return {
      title: lived.title,
      caption:
        'Blue bars: the stage that the customer was in; grey ones: where the business saw it. Dots: contacts that were sent, filled where they reached the customer, hollow where they did not. ' +
        `The line below: what the customer had come to, undiscounted.${lived.looked === null ? '' : ' The upright line: the tick that is looked into.'}`,
      alt: `Timeline of one life. ${lived.held.map((stay) => `${words(stay.stage)} from day ${stay.from}`).join(', ')}. It came to ${write(total, money(lived.currency))}.`,
      table: {
        caption: 'Contacts',
        columns: [{ title: 'Day', numeric: true }, { title: 'Contact' }, { title: '' }],
        rows: lived.contacts.map(({ day, action, reached }) => [
          write(day, each, { step: 0.01 }),
          actionName(action),
          reached ? 'reached' : 'not reached',
        ]),
      },
      spec: (width) => draw(lived, groupsOf(lived), width),
    };
  },
};

function groupsOf({ stages, held, seen, contacts, happenings }: LivedLife): Group[] {
  const named = new Set([...held, ...seen].map(({ stage }) => stage));
  const actions = [...new Set(contacts.map(({ action }) => action))];
  const all = happenings.map(({ kind }) => kind);
  const times = (kind: string) => all.filter((other) => other === kind).length;
  const rare = [...new Set(all)].sort((a, b) => times(a) - times(b)).slice(0, KINDS);
  const kinds = rare.sort((a, b) => all.indexOf(a) - all.indexOf(b));
  return [
    { title: 'Stage', rows: stages.filter((s) => named.has(s)).map((s) => row('stage', s, label(s))) },
    { title: 'Contact sent', rows: actions.map((a) => row('action', a, actionLabel(a))) },
    { title: 'What happened', rows: kinds.map((kind) => row('kind', kind, label(kind))) },
  ].filter(({ rows }) => rows.length > 0);
}

const row = (kind: string, name: string, text: string): Row => ({ key: `${kind}/${name}`, text });

function draw(lived: LivedLife, groups: readonly Group[], width: number): Spec {
  const widest = Math.max(...groups.flatMap(({ rows }) => rows.map(({ text }) => textWidth(text, 12.5))));
  const left = Math.min(width < 500 ? 104 : 170, Math.max(64, 14 + widest));
  const scale = { ...scaleOf([0, lived.horizonDays], (width - left) / 60), low: 0, high: lived.horizonDays };
  const { at, headings, height } = placed(groups);
  const y = (key: string) => at.get(key);
  const stays = (list: readonly Stay[], tone: 'blue' | 'grey', lane: number): Span[] =>
    list.map(({ stage, from, to }) => ({ from, to, y: y(`stage/${stage}`)! + lane, tone }));
  const contacts = lived.contacts.map(
    ({ day, action, reached }): Dot => ({
      value: day + 0.5,
      y: y(`action/${action}`)!,
      tone: 'blue',
      hollow: !reached,
    }),
  );
  const happened = lived.happenings.flatMap(({ day, kind }): Dot[] => {
    const place = y(`kind/${kind}`);
    return place === undefined ? [] : [{ value: day + 0.5, y: place, tone: 'green' }];
  });
  const ticks = scale.ticks.filter((tick) => tick <= scale.high);
  const looked =
    lived.looked === null
      ? []
      : [{ value: lived.looked + 0.5, y: 0, y2: height, tone: 'vermilion' as const }];
  return canvas(width, height, { left, right: 12, top: 30, bottom: 6 }, [
    axis({ ...scale, ticks }, height),
    spans(stays(lived.held, 'blue', -6), 9),
    spans(stays(lived.seen, 'grey', 6), 6),
    uprights(looked, 1.5),
    dots(contacts, 60),
    dots(happened, 16),
    ...earnings(lived, height - MONEY, left),
    ...labels(groups, at, headings, left),
  ]);
}

/** Middles of the rows, baselines of the headings, the last of which stands above the money. */
function placed(groups: readonly Group[]) {
  const at = new Map<string, number>();
  const headings: [string, number][] = [];
  let y = 0;
  for (const { title, rows } of groups) {
    headings.push([title, y + 17]);
    y += HEADING;
    for (const { key } of rows) {
      at.set(key, y + ROW / 2);
      y += ROW;
    }
  }
  headings.push(['Came to', y + 17]);
  return { at, headings, height: y + HEADING + MONEY };
}

function labels(
  groups: readonly Group[],
  at: ReadonlyMap<string, number>,
  headings: readonly (readonly [string, number])[],
  left: number,
): Spec[] {
  const names = groups.flatMap(({ rows }) =>
    rows.flatMap(({ key, text }): Text[] => {
      const lines = wrap(text, left - 8, { most: 2 });
      const middle = at.get(key)! + 4 - (lines.length - 1) * 6.5;
      return lines.map((line, i) => ({ x: -left, y: middle + 13 * i, text: line, tone: 'ink' }));
    }),
  );
  const titles = [['Day', -8] as const, ...headings].map(
    ([text, y]): Text => ({ x: -left, y, text, tone: 'quiet' }),
  );
  return [texts(names), texts(titles, { size: 11, bold: true })];
}

/** A line from `top` down to the end of the picture, with its least and its last amount at the left. */
function earnings({ earned, currency }: LivedLife, top: number, left: number): Spec[] {
  if (earned.length === 0) return [];
  const totals = earned.map(({ total }) => total);
  const [low, high] = [Math.min(0, ...totals), Math.max(0, ...totals)];
  const y = (total: number) => top + 6 + (MONEY - 12) * (1 - (total - low) / Math.max(high - low, 1e-9));
  const marks = [...new Set([high, 0, low])].filter(
    (_, i, all) => i === 0 || Math.abs(y(all[i]) - y(all[i - 1])) > 14,
  );
  return [
    {
      data: { values: earned.map(({ day, total }) => ({ day: day + 1, y: y(total) })) },
      mark: { type: 'line', strokeWidth: 2, color: colour('blue') },
      encoding: {
        x: { field: 'day', type: 'quantitative' },
        y: { field: 'y', type: 'quantitative', scale: null, axis: null },
      },
    },
    texts(
      marks.map(
        (total): Text => ({ x: -left, y: y(total) + 4, text: write(total, money(currency)), tone: 'ink' }),
      ),
    ),
  ];
}
