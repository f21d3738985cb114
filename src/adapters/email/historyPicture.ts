import { Resvg } from '@resvg/resvg-js';
import { PICTURE_SESSIONS } from '../../domain/report/pictureViews.ts';
import type { TraderHistory } from '../../domain/report/report.ts';
import { palette } from '../../shared/palette.ts';

const WIDTH = 592;
const HEIGHT = 84;
const GAP = 6;
const SLOT = WIDTH / PICTURE_SESSIONS;
const MARGIN = 3;
/** Pictures have twice the displayed resolution, for high-density screens. */
const ZOOM = 2;
/** A limit up to so many times the largest result is part of the scale. */
const FARTHEST_LIMIT = 2;
/** Here the whole width of the line is visible. */
const LOWER_EDGE = HEIGHT - 1.25;
/** Bluish green of Okabe and Ito's palette. */
const LIMIT_GREEN = '#009E73';

/**
 * Draws a trader's net P&L by session as a PNG: blue bars above a zero line, striped vermillion bars below,
 * and the limit in force as green steps through the days. The picture has no text, so it needs no font and is
 * the same on every machine. Its background is transparent, for dark mode.
 */
export function drawHistory(history: TraderHistory): Buffer {
  const image = new Resvg(historySvg(history), {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: { loadSystemFonts: false },
    logLevel: 'off',
  });
  return image.render().asPng();
}

function historySvg({ sessions }: TraderHistory): string {
  const net = sessions.map((session) => session.netPnl);
  const best = Math.max(0, ...net);
  const worst = Math.min(0, ...net, ...limitsInView(sessions));
  const scale = (HEIGHT - 2 * MARGIN) / (best - worst || 1);
  const zero = best === worst ? HEIGHT / 2 : MARGIN + best * scale;
  const bars = net.map((pnl, index) => bar(pnl, index + PICTURE_SESSIONS - net.length, zero, scale));
  const first = PICTURE_SESSIONS - net.length;
  const steps = limitSteps(
    sessions,
    (slot) => (slot + first) * SLOT,
    (pnl) => zero - pnl * scale,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${STRIPES}${bars.join('')}${zeroLine(zero)}${steps}</svg>`;
}

/**
 * A limit far below every result would press the bars flat, so only limits within reach widen the scale; the
 * others are dashes along the lower edge. The caption names every limit.
 */
function limitsInView(sessions: TraderHistory['sessions']): readonly number[] {
  const reach = FARTHEST_LIMIT * Math.max(...sessions.map(({ netPnl }) => Math.abs(netPnl)));
  return sessions.flatMap(({ limitInForce }) =>
    limitInForce == null || limitInForce > reach ? [] : [-limitInForce],
  );
}

/**
 * The limit of each session as a level stretch, joined where it changes; nothing where it is unknown. Dashes
 * along the lower edge are a limit that lies below the picture.
 */
function limitSteps(
  sessions: TraderHistory['sessions'],
  x: (slot: number) => number,
  y: (pnl: number) => number,
): string {
  const levels = sessions.map(({ limitInForce }) =>
    limitInForce == null
      ? null
      : { y: Math.min(y(-limitInForce), LOWER_EDGE), isBelow: y(-limitInForce) > HEIGHT },
  );
  const stretches = (isBelow: boolean) =>
    levels.map((level, slot) =>
      level?.isBelow === isBelow
        ? `M${fixed(x(slot))} ${fixed(level.y)}L${fixed(x(slot + 1))} ${fixed(level.y)}`
        : '',
    );
  const joins = levels.map((level, slot) => {
    const before = levels[slot - 1];
    if (level === null || before == null || before.y === level.y) return '';
    return `M${fixed(x(slot))} ${fixed(before.y)}L${fixed(x(slot))} ${fixed(level.y)}`;
  });
  return `${limitPath([...stretches(false), ...joins], ' stroke-linecap="square"')}${limitPath(stretches(true), ' stroke-dasharray="6 6"')}`;
}

function limitPath(parts: readonly string[], style: string): string {
  const path = parts.join('');
  if (path === '') return '';
  return `<path d="${path}" fill="none" stroke="${LIMIT_GREEN}" stroke-width="2.5"${style}/>`;
}

/** Bars are aligned on the right, so that the last session has the same position in every picture. */
function bar(pnl: number, slot: number, zero: number, scale: number): string {
  const height = Math.max(1, Math.abs(pnl) * scale);
  const box = `x="${fixed(slot * SLOT + GAP / 2)}" y="${fixed(pnl < 0 ? zero : zero - height)}" width="${fixed(SLOT - GAP)}" height="${fixed(height)}"`;
  return pnl < 0
    ? `<rect ${box} fill="url(#loss)" stroke="${palette.vermillion.light}" stroke-width="1.5"/>`
    : `<rect ${box} fill="${palette.blue.light}"/>`;
}

function zeroLine(zero: number): string {
  return `<line x1="0" x2="${WIDTH}" y1="${fixed(zero)}" y2="${fixed(zero)}" stroke="#7A8591" stroke-width="1.5"/>`;
}

function fixed(pixels: number): string {
  return pixels.toFixed(2);
}

/**
 * Horizontal stripes, three pixels of colour and two transparent: still visible when a phone shrinks the
 * picture.
 */
const STRIPES = `<defs><pattern id="loss" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="3" fill="${palette.vermillion.light}"/></pattern></defs>`;
