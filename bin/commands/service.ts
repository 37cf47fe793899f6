import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';

export function declareService(program: Command, run: Run): void {
  const service = withGlobals(
    program.command('service').description('the engine without a screen, kept running by the service manager'),
  );
  withGlobals(service.command('install'))
    .description('a systemd user unit (launchd on macOS) for this home; started at once, and after every boot')
    .option('--dry-run', 'print the definition, and write nothing')
    .action(lazy(run, () => import('./service/install.ts').then((module) => module.installService)));
  withGlobals(service.command('uninstall'))
    .description('stops it and takes the definition away; home and runs stay')
    .action(lazy(run, () => import('./service/uninstall.ts').then((module) => module.uninstallService)));
  withGlobals(service.command('status'))
    .description('whether it is installed and runs, since when, and where its log is')
    .action(lazy(run, () => import('./service/status.ts').then((module) => module.showService)));
}
