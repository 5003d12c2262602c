import type { TopLevelSpec } from 'vega-lite';
import { escapeHtml } from './html.ts';

/** A Vega-Lite specification: plain JSON with its data inside. */
export type Spec = { readonly [key: string]: unknown };

export type Drawing = {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** What Vega-Lite and Vega had to say against the specification. */
  readonly warnings: readonly string[];
};

/**
 * Draws a Vega-Lite specification as a standalone SVG, without a browser and without a canvas: the same text for the
 * same specification, on every machine. It stands on white unless `spec.background` says otherwise, and is named by
 * `spec.description`.
 */
export async function pictureOf(spec: Spec): Promise<string> {
  return (await draw({ background: 'white', ...spec })).svg;
}

/** The same, with its size and with the warnings, on the specification's own ground (none by default). */
export async function draw(spec: Spec): Promise<Drawing> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const warnings: string[] = [];
  const logger = silentLogger(warnings);
  const config = { ...defaults, ...(spec.config as object | undefined) };
  const compiled = vegaLite.compile({ background: null, ...spec, config } as unknown as TopLevelSpec, {
    logger,
  });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger });
  const svg = named(slim(await view.toSVG()), spec.description);
  view.finalize();
  const [, width = '0', height = '0'] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return { svg, width: Number(width), height: Number(height), warnings };
}

const defaults = {
  aria: false,
  font: 'sans-serif',
  view: { stroke: null },
};

function silentLogger(warnings: string[]) {
  const note = (...texts: readonly unknown[]) => {
    warnings.push(texts.map(String).join(' '));
    return logger;
  };
  const quiet = () => logger;
  const level = () => 0;
  const logger = { warn: note, error: note, info: quiet, debug: quiet, level: level as never };
  return logger;
}

/** The picture as one image with a name, for who does not see it. */
function named(svg: string, description: unknown): string {
  if (typeof description !== 'string') return svg;
  return svg.replace('<svg ', () => `<svg role="img" aria-label="${escapeHtml(description)}" `);
}

/** Leaves out what only an interactive view needs: empty layers, classes, names of marks. Text stays as it is. */
function slim(svg: string): string {
  return svg
    .replace(
      /<path class="(?:background|foreground)"[^>]*(?:d=""|d="M0,0h0v0h0Z"|d="M0,0h[\d.]+v[\d.]+h-[\d.]+Z")(?![^>]*(?:fill|stroke)=)[^>]*\/>/g,
      '',
    )
    .replace(/<[^>]*>/g, (tag) =>
      tag.replace(
        / (?:class|xmlns:xlink|version|role|pointer-events|aria-[a-z]+|stroke-miterlimit)="[^"]*"| opacity="1"/g,
        '',
      ),
    )
    .replace(/<g><\/g>/g, '');
}
