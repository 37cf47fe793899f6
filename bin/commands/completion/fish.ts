import { type Asker, casesOf, type Offer } from './cases.ts';
import type { CommandWords } from './words.ts';

export function fishScript(commands: readonly CommandWords[], asker: Asker): string {
  const cases = casesOf(commands);
  return `# In ~/.config/fish/config.fish: openclaw-tui completion fish | source
function __openclaw_tui_complete
    set -l at ''
    set -l option ''
    set -l where
    for word in (commandline -opc)[2..-1]
        if test -n "$option"
            contains -- $option --home --db --config; and set -a where $option $word
            set option ''
            continue
        end
        switch "$at $word"
            case ${listOf(cases.commands)}
                set at (string trim -- "$at $word")
            case ${listOf(cases.valued)}
                set option $word
        end
    end
    set -l cur (commandline -ct)
    if test -n "$option"
        switch "$at $option"
${cases.values.map(({ keys, kind }) => `            case ${listOf(keys)}\n                ${offerOf(kind, asker)}`).join('\n')}
        end
        return
    end
    switch "$at"
${cases.places
  .map(
    ({ path, words, options, operand }) => `        case ${quoted(path)}
            if string match -q -- '-*' $cur
                printf '%s\\n' ${options.join(' ')}
            else
                ${operand === undefined ? wordsLine(words) : offerOf(operand, asker)}
            end`,
  )
  .join('\n')}
    end
end
complete -c openclaw-tui -f -a '(__openclaw_tui_complete)'
`;
}

function offerOf(offer: Offer, asker: Asker): string {
  switch (offer.kind) {
    case 'choices':
      return wordsLine(offer.choices);
    case 'file':
      return '__fish_complete_path $cur';
    case 'job':
      return `${asker.map(quoted).join(' ')} $where completion fish --jobs 2>/dev/null`;
  }
}

const wordsLine = (words: readonly string[]): string =>
  words.length === 0 ? 'true' : `printf '%s\\n' ${words.map(quoted).join(' ')}`;
const quoted = (word: string): string => `'${word.replace(/[\\']/g, '\\$&')}'`;
const listOf = (keys: readonly string[]): string => keys.map(quoted).join(' ');
