import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { MOST_UPLOAD_BYTES } from '../../server/uploads.ts';
import { WebError } from '../../server/webError.ts';

/** What a form with a file says. */
export interface UploadForm {
  readonly profile: string;
  /** null: no file was chosen. */
  readonly file: { readonly name: string; readonly bytes: Uint8Array } | null;
}

const MOST_FIELDS = 5;
const profileName = z.string().max(100).catch('');

/**
 * Reads the form of a request. A body that is no such form has no file.
 * @throws Error with the status 413 where the form is too large; WebError where it cannot be read.
 */
export async function readUploadForm(request: FastifyRequest): Promise<UploadForm> {
  if (!request.isMultipart()) return { profile: '', file: null };
  try {
    return await readParts(request);
  } catch (error) {
    // The parser gives a status to what is too large, and none to a body that is cut off.
    throw error instanceof Error && 'statusCode' in error ? error : cutOff();
  }
}

async function readParts(request: FastifyRequest): Promise<UploadForm> {
  let profile = '';
  let file: UploadForm['file'] = null;
  const limits = { fileSize: MOST_UPLOAD_BYTES, files: 1, fields: MOST_FIELDS, parts: MOST_FIELDS + 1 };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'file') file = { name: part.filename, bytes: await part.toBuffer() };
    else if (part.fieldname === 'profile') profile = profileName.parse(part.value);
  }
  // A browser sends a part without a name where no file was chosen.
  return { profile, file: file === null || file.name === '' ? null : file };
}

function cutOff(): WebError {
  return new WebError('bad_request', 'The form', { hint: 'It was cut off on the way: send the file again.' });
}
