/** A header carries one line of printable ASCII; anything else goes as an RFC 2047 word, which ntfy reads. */
export function headerText(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (/^[\x20-\x7e]*$/.test(line)) return line;
  return `=?UTF-8?B?${Buffer.from(line).toString('base64')}?=`;
}
