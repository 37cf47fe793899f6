/**
 * JSON whose text no terminal obeys or hides: JSON itself escapes only the oldest control characters, and leaves those that
 * begin a sequence in one character, turn the direction or take no room. What is read from it is the same.
 */
export const escapeUnseen = (json: string): string =>
  PRINTABLE_ASCII.test(json) ? json : json.replace(UNSEEN, (character) => character.split('').map(escaped).join(''));

const PRINTABLE_ASCII = /^[ -~]*$/;
const UNSEEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;
const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
