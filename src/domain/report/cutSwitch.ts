import { fullSentence } from '../text/outsideText.ts';

/** Whether limits are cut. Absent from a report: they are, as in the mail before. */
export interface CutSwitch {
  readonly state: 'off' | 'on';
  /** The mail before said otherwise. */
  readonly isNew: boolean;
  /** Why no limit is cut, with the numbers; null while cuts are on. */
  readonly why: string | null;
}

type Switched = { readonly cutSwitch?: CutSwitch | undefined };

/**
 * The state of a morning against that of the last mailed one; null where cuts are on as before. On the first
 * morning of all, cuts that are off are new.
 */
export function cutSwitchOf(whyOff: string | null, wasOff: boolean | null): CutSwitch | null {
  if (whyOff !== null) return { state: 'off', isNew: wasOff !== true, why: whyOff };
  return wasOff === true ? { state: 'on', isNew: true, why: null } : null;
}

/** For the subject: `cuts switched off`, `cuts on again`; empty where nothing is new. */
export function switchClause({ cutSwitch }: Switched): string {
  if (cutSwitch?.isNew !== true) return '';
  return cutSwitch.state === 'off' ? 'cuts switched off' : 'cuts on again';
}

/** For the first lines of the mail: `Cuts are switched off.`; empty where they are on as before. */
export function switchSentence({ cutSwitch }: Switched): string {
  if (cutSwitch === undefined) return '';
  return cutSwitch.state === 'off' ? 'Cuts are switched off.' : 'Cuts are on again.';
}

/** Why no limit is cut, as sentences with the numbers; empty while cuts are on. */
export function switchReason({ cutSwitch }: Switched): string {
  return cutSwitch?.why == null ? '' : fullSentence(cutSwitch.why);
}
