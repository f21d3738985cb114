import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { createMailSealer } from '../../../src/adapters/email/mailSealer.ts';
import type { MailAddressing, RenderedMail } from '../../../src/ports/mail.ts';
import { ConfigurationError, MailError } from '../../../src/shared/errors.ts';

const sealer = createMailSealer({ from: 'Daybreak <risk@desk.example>' });

function mail(override: Partial<RenderedMail> = {}): RenderedMail {
  return {
    subject: '[Risk] Tue 6 Oct: cut 1 of 3 traders (max −60%)',
    text: 'Cut NET001 to $2,000.\nSecond line.\n',
    html: '<p>Cut NET001 <img src="cid:history-1" alt="x"></p>',
    attachments: [
      {
        filename: 'history-1.png',
        contentType: 'image/png',
        content: Buffer.from('png'),
        contentId: 'history-1',
      },
      { filename: 'limits.csv', contentType: 'text/csv; charset=utf-8', content: Buffer.from('a,b\n') },
    ],
    ...override,
  };
}

function addressing(override: Partial<MailAddressing> = {}): MailAddressing {
  return {
    recipient: 'head@desk.example',
    sessionDate: '2026-10-06',
    kind: 'morning',
    date: new Date('2026-10-06T09:00:00Z'),
    ...override,
  };
}

async function sealed(
  override: Partial<MailAddressing> = {},
  content: Partial<RenderedMail> = {},
): Promise<string> {
  return (await sealer.seal(mail(content), addressing(override))).bytes.toString('latin1');
}

function headerNames(message: string): readonly string[] {
  return [...message.slice(0, message.indexOf('\r\n\r\n')).matchAll(/^([\w-]+):/gm)].map(
    (match) => match[1] ?? '',
  );
}

describe('a sealed message', () => {
  it('has each header once', async () => {
    const message = await sealed();
    expect(headerNames(message).toSorted()).toEqual([
      'Auto-Submitted',
      'Content-Language',
      'Content-Type',
      'Date',
      'From',
      'List-ID',
      'MIME-Version',
      'Message-ID',
      'Subject',
      'To',
    ]);
    expect(message).toContain('Auto-Submitted: auto-generated\r\n');
    expect(message).toContain('List-ID: Daybreak risk morning <risk-morning.desk.example>\r\n');
    expect(message).toContain('Content-Language: en\r\n');
    expect(message).toContain('Date: Tue, 06 Oct 2026 09:00:00 +0000\r\n');
  });

  it('nests text first, then HTML with its pictures, then the attachment', async () => {
    const types = [...(await sealed()).matchAll(/^Content-Type: ([\w/]+)/gm)].map((match) => match[1]);
    expect(types).toEqual([
      'multipart/mixed',
      'multipart/alternative',
      'text/plain',
      'multipart/related',
      'text/html',
      'image/png',
      'text/csv',
    ]);
  });

  it('is parsed to the same subject, text and attachments', async () => {
    const parsed = await simpleParser(Buffer.from(await sealed(), 'latin1'), { skipImageLinks: true });
    expect({
      subject: parsed.subject,
      from: parsed.from?.text,
      text: parsed.text,
      parts: parsed.attachments.map(({ filename, cid, contentDisposition }) => ({
        filename,
        cid,
        contentDisposition,
      })),
    }).toEqual({
      subject: mail().subject,
      from: '"Daybreak" <risk@desk.example>',
      text: mail().text,
      parts: [
        { filename: 'history-1.png', cid: 'history-1', contentDisposition: 'inline' },
        { filename: 'limits.csv', cid: undefined, contentDisposition: 'attachment' },
      ],
    });
  });

  it('has only 7-bit characters and short lines, so that servers do not change it', async () => {
    const lines = (
      await sealed({}, { html: `<p>${'é'.repeat(3000)}</p>`, text: `${'−$1 '.repeat(900)}\n` })
    ).split('\r\n');
    expect(lines.filter((line) => line.length > 998 || /[^\t\x20-\x7e]/.test(line))).toEqual([]);
  });

  it('has the same bytes for the same mail and addressing', async () => {
    expect(await sealed()).toBe(await sealed());
  });
});

describe('the Message-ID', () => {
  const ids = async (override: Partial<MailAddressing>) =>
    (await sealer.seal(mail(), addressing(override))).messageId;

  it('depends on session, kind, number and recipient, and not on content or time', async () => {
    const same = [
      await ids({}),
      await ids({ date: new Date(0) }),
      await ids({ recipient: 'Head of Risk <HEAD@desk.example>' }),
    ];
    const others = [
      await ids({ sessionDate: '2026-10-07' }),
      await ids({ kind: 'late' }),
      await ids({ recipient: 'b@desk.example' }),
      await ids({ kind: 'alert', code: 'source_login' }),
      await ids({ kind: 'alert', code: 'database_full' }),
      await ids({ kind: 'correction', sequence: 1 }),
    ];
    expect(new Set(same).size).toBe(1);
    expect(new Set([...same, ...others]).size).toBe(7);
  });

  it.each([-1, 1.5, Number.NaN])('cannot have the sequence number %d', async (sequence) => {
    await expect(ids({ kind: 'correction', sequence })).rejects.toThrow(MailError);
  });

  it('of an alert is the same for the same code, and short enough for one header line', async () => {
    const id = await ids({ kind: 'alert', code: 'source_login' });
    expect(await ids({ kind: 'alert', code: 'source_login', date: new Date(0) })).toBe(id);
    expect(id).toMatch(/^<alert-[0-9a-f]{8}\.2026-10-06\./);
  });

  it('of a mail without a code stays what it was', async () => {
    expect(await ids({ kind: 'late', sequence: 0, code: null })).toMatch(/^<late-0\.2026-10-06\./);
  });

  it('does not contain the recipient’s address', async () => {
    expect(await ids({})).toMatch(/^<morning\.2026-10-06\.[0-9a-f]{20}@desk\.example>$/);
  });
});

it('a correction is a reply to the morning mail that it corrects', async () => {
  const original = (await sealer.seal(mail(), addressing())).messageId;
  const parsed = await simpleParser(Buffer.from(await sealed({ kind: 'correction' }), 'latin1'));
  expect([parsed.subject, parsed.inReplyTo, parsed.references]).toEqual([
    `Re: ${mail().subject}`,
    original,
    original,
  ]);
  expect(parsed.messageId).not.toBe(original);
});

it('every correction of a session is a reply to the same morning mail, unless inReplyTo is given', async () => {
  const answered = async (override: Partial<MailAddressing>) => {
    const message = await sealed({ kind: 'correction', ...override }, { subject: `Re: ${mail().subject}` });
    const { subject, inReplyTo, references } = await simpleParser(Buffer.from(message, 'latin1'));
    return [subject, inReplyTo, references];
  };
  const original = (await sealer.seal(mail(), addressing())).messageId;
  const subject = `Re: ${mail().subject}`;
  expect(await answered({ sequence: 1 })).toEqual([subject, original, original]);
  expect(await answered({ sequence: 2 })).toEqual([subject, original, original]);
  expect(await answered({ inReplyTo: '<a.b@old.example>' })).toEqual([
    subject,
    '<a.b@old.example>',
    '<a.b@old.example>',
  ]);
});

it.each(['', 'no brackets', '<a@b>\r\nBcc: c@d.example', '<a b@c>', '<a@b> <c@d>'])(
  'a correction cannot be a reply to %j',
  async (inReplyTo) => {
    await expect(sealer.seal(mail(), addressing({ kind: 'correction', inReplyTo }))).rejects.toThrow(
      MailError,
    );
  },
);

it.each([
  ['morning', 'risk-morning'],
  ['failed', 'risk-morning'],
  ['alert', 'daybreak-operation'],
  ['success', 'daybreak-operation'],
  ['test', 'daybreak-operation'],
] as const)('a mail of the kind %s has the List-Id %s', async (kind, list) => {
  expect(await sealed({ kind })).toMatch(new RegExp(`List-ID: [^\r]*<${list}\\.desk\\.example>\r`));
});

describe('text with line breaks that would inject a header', () => {
  it('is plain text in the subject', async () => {
    const message = await sealed({}, { subject: 'limits\r\nBcc: everyone@desk.example\u2028X-Evil: 1' });
    expect(headerNames(message)).not.toContain('Bcc');
    expect(headerNames(message)).not.toContain('X-Evil');
  });

  it.each([
    'a@b.example\r\nBcc: c@d.example',
    'a@b.example, c@d.example',
    '',
    'riskmanager',
    'a b@c.example',
    'x <a@b.example> <c@d.example>',
    'a@b..example',
  ])('is refused as a recipient, as any invalid address is: %j', async (recipient) => {
    await expect(sealer.seal(mail(), addressing({ recipient }))).rejects.toThrow(MailError);
  });

  it.each(['', 'Daybreak', 'Daybreak <risk>', 'risk@desk.example\r\nBcc: a@b.example'])(
    'is refused as a sender, as any invalid address is: %j',
    (from) => {
      expect(() => createMailSealer({ from })).toThrow(ConfigurationError);
    },
  );
});
