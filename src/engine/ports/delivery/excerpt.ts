import { hideSecretShapes } from '../../rules/secret-shapes.ts';
import { SECRET_CHARACTERS_MIN } from '../environment.ts';

const EXCERPT_CHARACTERS_MAX = 200;

/** The beginning of what somebody answered, in one line that is safe to show: no control characters, no secret of ours. */
export function excerptOf(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= SECRET_CHARACTERS_MIN) clean = clean.replaceAll(secret, '***');
  }
  const line = hideSecretShapes(clean)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= EXCERPT_CHARACTERS_MAX
    ? line
    : `${characters.slice(0, EXCERPT_CHARACTERS_MAX).join('')}…`;
}
