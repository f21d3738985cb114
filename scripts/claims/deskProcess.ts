import type { ClaimDesk } from './claimDesk.ts';
import { countsOfDesk } from './deskCounts.ts';

/** A child process of `npm run claims`: answers each desk that it receives with the desk's counts. */
process.on('message', (desk: ClaimDesk) => process.send?.(countsOfDesk(desk)));
