import { z } from 'zod';
import type { Covered } from '../../domain/decision/acceptedDay.ts';
import { PROOF_CODES, type ProofItem } from '../../domain/decision/proofItem.ts';
import { storedJson } from './storedJson.ts';

const code = z.enum(PROOF_CODES);

/** What is not proven, or noted, of a trader, inside a decision. */
export const proofItem: z.ZodType<ProofItem> = z.object({
  code,
  session: z.string(),
  symbol: z.string().nullable(),
  text: z.string(),
});

const covers: z.ZodType<Covered> = z.object({
  netPnl: z.number().nullable(),
  doubts: z.array(
    z.object({ code, account: z.string().nullable(), symbol: z.string().nullable(), size: z.number() }),
  ),
});

/** The trader-day as it was when someone accepted it. */
export const coversJson = storedJson('acceptance', 'covers', covers);
