import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { includes } from '../../server/access.ts';
import { callerOf } from '../../server/caller.ts';
import { MOST_UPLOAD_BYTES } from '../../server/uploads.ts';
import { problemOf } from '../../server/webError.ts';
import type { WebPorts } from '../../server/webPorts.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import { type ReadbackForm, readbackFormScreen, readbackResultScreen } from './readbackView.ts';
import { readUploadForm, type UploadForm } from './uploadForm.ts';

const GENERIC = 'generic';

/** `/readback`: compares the platform's own file of limits with the mail, and stores what it says. */
export function readbackRoutes(server: FastifyInstance, ports: WebPorts): void {
  const reads = { config: { access: 'read', answersWith: 'page' } } as const;
  const answers = { config: { access: 'answer', answersWith: 'page' } } as const;

  server.get('/readback', reads, async (request, reply) =>
    sendForm(ports, request, reply, { chosen: GENERIC, refusal: null }),
  );

  server.post('/readback', answers, async (request, reply) => {
    let chosen = GENERIC;
    try {
      const form = await readUploadForm(request);
      chosen = form.profile;
      const refusal = formProblem(ports, form);
      if (refusal !== null) return sendForm(ports, request, reply, { chosen, refusal }, 422);
      return await compare(ports, request, reply, form);
    } catch (error) {
      const { refusal, status } = refusalOf(error);
      return sendForm(ports, request, reply, { chosen, refusal }, status);
    }
  });
}

async function compare(
  ports: WebPorts,
  request: FastifyRequest,
  reply: FastifyReply,
  { file, profile }: UploadForm,
): Promise<FastifyReply> {
  const { name, bytes } = file ?? { name: '', bytes: new Uint8Array() };
  const by = callerOf(request).owner;
  const result = await request.server.inTurn(request, () =>
    ports.screens.readback.read({ name, bytes, profile, by }),
  );
  return sendScreen(ports, request, reply, readbackResultScreen(result, { file: name, by }));
}

function sendForm(
  ports: WebPorts,
  request: FastifyRequest,
  reply: FastifyReply,
  form: Pick<ReadbackForm, 'chosen' | 'refusal'>,
  status = 200,
): FastifyReply {
  const { profiles } = ports.screens.readback;
  const mayRead = includes(callerOf(request).scope, 'answer');
  return sendScreen(ports, request, reply, readbackFormScreen({ ...form, mayRead, profiles }), status);
}

function formProblem(ports: WebPorts, { profile, file }: UploadForm): ReadbackForm['refusal'] {
  if (file === null)
    return { text: 'No file was chosen.', lines: [], hint: "Choose the platform's export of limits." };
  return ports.screens.readback.profiles.includes(profile)
    ? null
    : { text: 'The profile is unknown.', lines: [], hint: 'Choose one of the list.' };
}

/** A file is refused whole: each bad line is named. @throws the error itself where it is no refusal. */
function refusalOf(error: unknown): { readonly refusal: ReadbackForm['refusal']; readonly status: number } {
  const { status, detail, hint } = problemOf(error);
  if (status >= 500) throw error;
  if (status === 413) {
    const most = `${Math.floor(MOST_UPLOAD_BYTES / 1_048_576)} MB`;
    return {
      status,
      refusal: { text: `The file is larger than ${most}.`, lines: [], hint: 'Export the limits only.' },
    };
  }
  const [where = '', ...lines] = detail.split(' · ');
  return { status, refusal: { text: `${where} is refused. Nothing was stored.`, lines, hint } };
}
