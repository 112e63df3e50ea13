import { Command, CommanderError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { nearestOf } from '../model/nearest.ts';
import { type Flag, FLAGS } from './flags.ts';
import type { Env, Io } from './io.ts';
import { RunError, UsageError } from './usage-error.ts';

// Only what parsing needs is loaded here; each command loads its own.

/**
 * The program `txcloud-mock`.
 * @param argv the arguments, without node and the script
 * @returns the exit code: 0; 1 when something stood in the way; 2 for a command line that cannot be
 */
export async function main(argv: readonly string[], env: Env, io: Io): Promise<number> {
  // The question that scripts ask first; parsing flags for it would take longer than the answer.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    io.stdout.write(`${packageJson.version}\n`);
    return 0;
  }
  let code = 0;
  const program = programOf(
    io,
    async (run) => {
      code = await run();
    },
    env,
  );
  // Whoever reads may stop reading, as `head` does; that is no failure.
  io.stdout.on('error', () => {});
  io.stderr.on('error', () => {});
  try {
    await program.parseAsync(argv[0] === 'serve' ? argv.slice(1) : argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError || error instanceof RunError) {
      io.stderr.write(`txcloud-mock: ${error.message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
      return error instanceof UsageError ? 2 : 1;
    }
    throw error;
  }
}

/** @param finish runs a command to its end and keeps its exit code */
function programOf(io: Io, finish: (run: () => Promise<number>) => Promise<void>, env: Env): Command {
  const print = async (text: string): Promise<number> => {
    await new Promise((resolve) => io.stdout.write(text.endsWith('\n') ? text : `${text}\n`, resolve));
    return 0;
  };
  const program = new Command('txcloud-mock')
    .usage('[serve] [options]\n       txcloud-mock scenarios | faults | openapi')
    .description("TXCloud's API on your own machine, for testing what a client does when things go wrong.")
    .version(packageJson.version, '-V, --version', 'prints the version')
    .helpOption('-h, --help', 'prints this')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) =>
        write(
          `txcloud-mock: ${text
            .replace(/^error: /, '')
            .trim()
            .replaceAll(/\s*\n\s*/g, ' ')}\n`,
        ),
    })
    .allowExcessArguments()
    .action(async (flags: Readonly<Record<string, unknown>>, { args }: Command) => {
      checkCommand(args);
      await finish(async () => {
        const { serve } = await import('./serve.ts');
        return await serve(flags, env, io);
      });
    })
    .addHelpText('after', FOOTER);
  for (const flag of FLAGS) program.addOption(optionFor(flag));

  program
    .command('scenarios')
    .description('the outcomes that can be asked for, by endpoint')
    .option('--fixtures <dir>', 'with those of a directory of your own')
    .action(async ({ fixtures }: { fixtures?: string }) => {
      const { scenarioTable } = await import('./scenarios.ts');
      await finish(async () => await print(await scenarioTable(fixtures)));
    });
  program
    .command('faults')
    .description('the kinds of faults, and the profiles')
    .action(async () => {
      const { faultTable } = await import('./faults.ts');
      await finish(async () => await print(faultTable()));
    });
  program
    .command('openapi')
    .description('prints the contract, openapi.yaml')
    .action(async () => {
      const { openapiDocument } = await import('./openapi.ts');
      await finish(async () => await print(await openapiDocument()));
    });
  return program;
}

const FOOTER = `
Every flag also as an environment variable: --in-flight is TXCLOUD_MOCK_IN_FLIGHT. Of a repeatable one the values stand
in lines of their own, or between commas.

Examples:
  txcloud-mock --port 0 --seed checkout --clock 2026-11-24T10:00:00Z --freeze
  txcloud-mock --fault 'lost-response on=/transactions/score attempt=1'
  curl -X PUT localhost:4010/_mock/clock -H 'Content-Type: application/json' -d '{"advance": "24h"}'`;

function optionFor({ name, short, value, repeatable, help, group }: Flag): Option {
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
  const option = new Option(
    value === undefined ? names : `${names} ${value}`,
    repeatable ? `${help}; repeatable` : help,
  );
  option.helpGroup(group);
  if (repeatable === true) {
    option.argParser((text: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), text]);
  }
  return option;
}

/** Refuses a word that is no command; commander would let it pass as an argument of the default one. */
function checkCommand(args: readonly string[]): void {
  const stray = args.find((word, i) => !(i === 0 && word === 'serve'));
  if (stray === undefined) return;
  const near = nearestOf(stray, ['serve', 'scenarios', 'faults', 'openapi']);
  const hint = near === undefined ? 'There are serve, scenarios, faults and openapi.' : `Did you mean ${near}?`;
  throw new UsageError(`there is no command ${JSON.stringify(stray)}. ${hint}`);
}
