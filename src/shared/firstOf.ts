export { firstOf } from '../domain/text/firstOf.ts';
