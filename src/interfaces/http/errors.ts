import type { FastifyError } from 'fastify';
import { type Issue, NextmoveError } from '../../serving/index.ts';
import type { Limits } from './openapi.ts';

/** One complaint as a client sees it. */
export type Complaint = {
  readonly code: string;
  readonly message: string;
  /** Path inside the body, such as `[3].traits.bill`; null where the complaint is about the whole. */
  readonly at: string | null;
  readonly hint: string | null;
};

/** The body of every answer that is no success: the first complaint, and all of them. */
export type ErrorBody = Complaint & { readonly issues: readonly Complaint[] };

/** Status by code of the first complaint; 400 for the others. */
const STATUS: { readonly [code: string]: number } = {
  'decision/unknown': 404,
  'request/repeated': 409,
  'request/unknown-decision': 404,
  'log/not-kept': 503,
};

/** What to answer to an error. Nothing of an unforeseen one gets out but that it happened. */
export function answerTo(
  error: FastifyError | Error,
  { batch }: Limits,
): { readonly status: number; readonly body: ErrorBody } {
  if (error instanceof NextmoveError) {
    const complaints = error.issues.map(complaintOf);
    return { status: STATUS[error.issues[0].code] ?? 400, body: bodyOf(complaints) };
  }
  const { code = '', validation, statusCode = 500 } = error as FastifyError;
  if (validation) {
    const message = `the body is neither an object nor a list of 1 to ${batch} objects`;
    return { status: 400, body: bodyOf([plain('request/shape', message)]) };
  }
  const known = KNOWN[code];
  if (known) return { status: statusCode, body: bodyOf([known]) };
  if (statusCode < 500) return { status: statusCode, body: bodyOf([plain('http/request', error.message)]) };
  return { status: 500, body: bodyOf([plain('http/internal', 'the service failed; its own log says why')]) };
}

export function notFound(method: string, path: string): ErrorBody {
  const hint = 'GET /openapi.json lists what there is.';
  return bodyOf([{ ...plain('http/not-found', `nothing answers ${method} ${path}`), hint }]);
}

const plain = (code: string, message: string): Complaint => ({ code, message, at: null, hint: null });

/** Fastify's own refusals, by its codes. */
const KNOWN: { readonly [code: string]: Complaint } = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    ...plain('http/too-large', 'the body is larger than this service takes'),
    hint: 'Send fewer requests at a time.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    ...plain('http/media-type', 'the body is no JSON'),
    hint: 'Send it with the header `content-type: application/json`.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: plain('http/json', 'the body is empty; wanted JSON'),
  FST_ERR_CTP_INVALID_JSON_BODY: plain('http/json', 'the body is no JSON'),
};

function complaintOf({ code, message, at, hint }: Issue): Complaint {
  return { code, message, at: at?.path || null, hint: hint ?? null };
}

function bodyOf(issues: readonly Complaint[]): ErrorBody {
  return { ...issues[0], issues };
}
