import type { Comparison } from '../evaluation/comparison.ts';
import { count } from './amounts.ts';
import type { ChartDefinition } from './chart.ts';
import type { Evaluation } from './charts/estimates.ts';
import { comparisonCharts } from './charts/index.ts';
import { type Html, html } from './html.ts';
import { brief, listed, policyInWords } from './names.ts';
import { contents, type PagePart, pageHtml, part } from './page.ts';
import { detailsHtml, detailsOf } from './sections/details.ts';
import { evaluationSection } from './sections/evaluation.ts';
import { glossarySection } from './sections/glossary.ts';
import { overviewSection } from './sections/overview.ts';
import { runSection, type TrainingRun } from './sections/run.ts';
import { summarySection } from './sections/summary.ts';
import { ledeOf, smallRunOf, verdictOf, verdictOfAll } from './sections/verdict.ts';

export type ReportOptions = {
  /** At least one; several get an overview on top. */
  readonly comparisons: readonly Comparison[];
  readonly estimates?: readonly Evaluation[];
  readonly runs?: readonly TrainingRun[];
  /** What is drawn of a comparison; a chart of one's own is added as `[...comparisonCharts, mine]`. */
  readonly charts?: readonly ChartDefinition<Comparison>[];
};

/** A part of the page with its name in the contents; an empty one is left out there. */
type Chapter = PagePart & { readonly link: string };
type Charts = readonly ChartDefinition<Comparison>[];

/**
 * The report of one or more comparisons as one self-contained HTML page, which needs no script and fetches nothing:
 * the same text for the same comparisons.
 */
export async function renderReport(options: ReportOptions): Promise<string> {
  const { comparisons, estimates = [], runs = [], charts = comparisonCharts } = options;
  if (comparisons.length === 0) throw new RangeError('renderReport: got no comparison, wanted at least one.');
  const body =
    comparisons.length === 1 ? await ofOne(comparisons[0], charts) : await ofSeveral(comparisons, charts);
  const chapters = [
    ...body.chapters,
    ...(await Promise.all(estimates.map(evaluationChapter))),
    ...(await Promise.all(runs.map(runChapter))),
    words,
  ];
  return pageHtml({
    title: `${body.title} (nextmove report)`,
    header: body.header,
    body: [
      body.front,
      contents([...body.links, ...chapters.filter((chapter) => chapter.link !== '')]),
      ...chapters.map(part),
    ],
    footer: `Made by nextmove ${comparisons[0].method.version}.`,
  });
}

type Body = {
  readonly title: string;
  readonly header: Html;
  readonly front: Html;
  readonly links: readonly { readonly id: string; readonly link: string }[];
  readonly chapters: readonly Chapter[];
};

async function ofOne(comparison: Comparison, charts: Charts): Promise<Body> {
  const { scenario } = comparison;
  const details = await detailsOf(comparison, charts, 's1');
  return {
    title: scenario.name,
    header: html`<p class="kicker">${kickerOf(comparison)}</p>
<h1>${verdictOf(comparison)}</h1>
${caution(comparison)}<p class="lede">${ledeOf(comparison)}</p>
<p class="note">${scenario.description}</p>`,
    front: html`<section aria-label="Page one"><h2 class="unseen">In two minutes</h2>
${await summarySection(comparison, charts)}</section>
`,
    links: details.map(({ id, title }) => ({ id, link: title })),
    chapters: [{ id: 's1', link: '', heading: 'In detail', content: detailsHtml(details) }],
  };
}

async function ofSeveral(comparisons: readonly Comparison[], charts: Charts): Promise<Body> {
  const pageOne = (i: number) => `s${i + 1}`;
  const fronts = comparisons.map(async (comparison, i): Promise<Chapter> => {
    const content = html`${caution(comparison)}<p class="lede">${ledeOf(comparison)}</p>
<p class="note">${comparison.scenario.description}</p>
${await summarySection(comparison, charts)}`;
    return {
      id: pageOne(i),
      link: '',
      heading: verdictOf(comparison),
      kicker: kickerOf(comparison),
      content,
    };
  });
  const details = comparisons.map(async (comparison, i): Promise<Chapter> => {
    const content = detailsHtml(await detailsOf(comparison, charts, `d${i + 1}`));
    const name = comparison.scenario.name;
    return { id: `d${i + 1}`, link: `${brief(name)} in detail`, heading: 'In detail', kicker: name, content };
  });
  return {
    title: verdictOfAll(comparisons),
    header: html`<p class="kicker">${comparisons.length} scenarios</p>
<h1>${verdictOfAll(comparisons)}</h1>`,
    front: html`<section aria-label="All scenarios"><h2 class="unseen">All scenarios</h2>
${overviewSection(comparisons, pageOne)}</section>
`,
    links: [],
    chapters: [...(await Promise.all(fronts)), ...(await Promise.all(details))],
  };
}

const kickerOf = ({ scenario, method }: Comparison) =>
  `${scenario.name} · ${count(method.customers)} simulated customers over ${scenario.horizonDays} days, ${method.seeds.training.length} training seeds`;

function caution(comparison: Comparison): Html | null {
  const small = smallRunOf(comparison);
  return small === null ? null : html`<p class="withheld">${small}</p>\n`;
}

async function evaluationChapter(evaluation: Evaluation, index: number): Promise<Chapter> {
  const heading = `From the log: ${policyInWords(evaluation.title)}`;
  return { id: `e${index + 1}`, link: heading, heading, content: await evaluationSection(evaluation) };
}

async function runChapter(run: TrainingRun, index: number): Promise<Chapter> {
  const heading = `Training run: ${run.title}`;
  return { id: `r${index + 1}`, link: heading, heading, content: await runSection(run) };
}

const words: Chapter = { id: 'words', link: 'Words', heading: 'Words', content: glossarySection() };

export type EvaluationReport = {
  /** What the log is and where it comes from. */
  readonly log: string;
  readonly evaluations: readonly Evaluation[];
  readonly version: string;
};

/** The page of an off-policy evaluation alone: what a log says of policies that did not write it. */
export async function renderEvaluation(report: EvaluationReport): Promise<string> {
  const chapters = await Promise.all(report.evaluations.map(evaluationChapter));
  const title = evaluationTitle(report);
  return pageHtml({
    title: `${title} (nextmove evaluation)`,
    header: html`<p class="kicker">Evaluation from a log</p>
<h1>${title}</h1>
<p class="lede">Estimated from decisions that are in the log already, with what came of them. Nobody was contacted for it.</p>
${contents(chapters)}`,
    body: [...chapters, words].map(part),
    footer: `Made by nextmove ${report.version}.`,
  });
}

/** `What always tips by email would earn, judged from the log of Telecom retention`. */
function evaluationTitle({ evaluations, log }: EvaluationReport): string {
  const policies = [...new Set(evaluations.map(({ title }) => policyInWords(title)))];
  const whose = policies.length > 3 ? `${policies.length} policies` : listed(policies);
  return `What ${whose} would earn, judged from the log of ${log}`;
}

/** The page of a single training run. */
export async function renderRun(run: TrainingRun): Promise<string> {
  return pageHtml({
    title: `${run.title} (nextmove training run)`,
    header: html`<p class="kicker">Training run · ${run.scenario.name}</p>
<h1>${run.title}</h1>`,
    body: html`<section aria-label="The run"><h2 class="unseen">The run</h2>
${await runSection(run)}</section>
`,
    footer: `Made by nextmove ${run.version}.`,
  });
}
