import { join, relative } from 'node:path';
import type { MailAttachment, MailFiles, OutboxFiles, RenderedMail, SealedMail } from '../../ports/mail.ts';
import { MailError } from '../../shared/errors.ts';
import { makeFolder } from '../../shared/folders.ts';
import { replaceFile } from '../../shared/newFile.ts';
import { LIMITS_FILE } from './limitsAttachment.ts';

/**
 * Writes a session's mail to `<directory>/<session>/` as morning.html, morning.txt, morning.eml and
 * limits.csv. `write` rejects with MailError when it cannot write to the folder.
 */
export function createOutboxFiles(directory: string): OutboxFiles {
  return {
    write: (sessionDate, mail, sealed) =>
      writeMailFiles(join(directory, sessionDate), 'morning', mail, sealed),
  };
}

/**
 * Writes a mail for reading without a mail program: `<stem>.html` with its pictures embedded, `<stem>.txt`,
 * `<stem>.eml` with the exact bytes that were sent, and limits.csv. Each file is written atomically and
 * replaces an older one.
 * @returns paths relative to the working directory.
 * @throws MailError when it cannot write to the folder, or when the mail has no limits.csv.
 */
async function writeMailFiles(
  directory: string,
  stem: string,
  mail: RenderedMail,
  sealed: Pick<SealedMail, 'bytes'>,
): Promise<MailFiles> {
  try {
    makeFolder(directory);
    return {
      html: await writeAtomically(directory, `${stem}.html`, withPictures(mail)),
      text: await writeAtomically(directory, `${stem}.txt`, mail.text),
      eml: await writeAtomically(directory, `${stem}.eml`, sealed.bytes),
      limits: await writeAtomically(directory, LIMITS_FILE, limitsOf(mail)),
    };
  } catch (cause) {
    if (cause instanceof MailError) throw cause;
    throw new MailError(
      'outbox_unwritable',
      `outbox · could not write ${stem} · expected a writable folder`,
      {
        hint: 'Check free space and permissions of the data folder, then run the morning again.',
        cause,
      },
    );
  }
}

function limitsOf(mail: RenderedMail): Buffer {
  const limits = mail.attachments.find(({ filename }) => filename === LIMITS_FILE);
  if (limits !== undefined) return limits.content;
  throw new MailError('limits_missing', `mail · found no ${LIMITS_FILE} attached · expected one`, {
    hint: 'This is an error in Daybreak; nothing was sent.',
  });
}

/** The folder has mode 0700; the files in it have the usual mode of new files. */
const MAIL_MODE = 0o666;

async function writeAtomically(directory: string, name: string, content: string | Buffer): Promise<string> {
  const path = join(directory, name);
  replaceFile(path, content, MAIL_MODE);
  return relative(process.cwd(), path);
}

/** The HTML with its pictures as data URIs, because a browser does not support `cid:`. */
function withPictures(mail: RenderedMail): string {
  return mail.attachments.reduce(
    (html, attachment) =>
      html.replaceAll(`src="cid:${attachment.contentId}"`, `src="${dataUri(attachment)}"`),
    mail.html,
  );
}

function dataUri({ contentType, content }: MailAttachment): string {
  return `data:${contentType};base64,${content.toString('base64')}`;
}
