import { readText } from '../read-text.ts';
import { type Config, configSchema } from './config-schema.ts';
import { parseStrict } from './strict-json.ts';

const FILE_BYTES_MAX = 1024 * 1024;

/** Reads and checks a configuration file; throws a usage failure that names the file, the key and what is allowed. */
export function readConfigFile(path: string): Config {
  const failure = (why: string): string => `configuration not read: ${path}: ${why}`;
  return parseConfig(
    readText(path, { bytesMax: FILE_BYTES_MAX, code: 'config-unreadable', field: '--config', failure }),
    path,
  );
}

/** The path is for the messages only. */
export const parseConfig = (text: string, path: string): Config =>
  parseStrict(text, path, { what: 'configuration', code: 'config', schema: configSchema });
